#include "tools/change.hpp"
#include "tools/commands.hpp"

namespace ficus::tools {

outcome run(rollback_command const& command, common_options const& common, surroundings& around) {
    return change_rules({command.feature, nullptr, command.to, command.change}, common, around);
}

} // namespace ficus::tools
