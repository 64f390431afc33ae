#include "tools/change.hpp"
#include "tools/commands.hpp"

#include <utility>

namespace ficus::tools {

outcome run(flip_command const& command, common_options const& common, surroundings& around) {
    auto const where = command.first ? rules::placement::first : rules::placement::after_conditional;
    rules::rules_edit const edit = [&](rules::feature_rules before) {
        return rules::flip(std::move(before), command.when, command.to, where);
    };
    return change_rules({command.feature, edit, {}, command.change}, common, around);
}

} // namespace ficus::tools
