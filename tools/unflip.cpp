#include "tools/change.hpp"
#include "tools/commands.hpp"

#include <utility>

namespace ficus::tools {

outcome run(unflip_command const& command, common_options const& common, surroundings& around) {
    rules::rules_edit const edit = [&](rules::feature_rules before) {
        return rules::unflip(std::move(before), command.when);
    };
    return change_rules({command.feature, edit, {}, command.change}, common, around);
}

} // namespace ficus::tools
