#include "tools/change.hpp"
#include "tools/commands.hpp"

#include <utility>

namespace ficus::tools {

outcome run(shadow_command const& command, common_options const& common, surroundings& around) {
    rules::rules_edit const edit = [&](rules::feature_rules before) {
        return rules::set_shadow(std::move(before), command.rate);
    };
    return change_rules({command.feature, edit, {}, command.change}, common, around);
}

} // namespace ficus::tools
