#include "tools/commands.hpp"

#include <ostream>

namespace ficus::tools {

outcome run(print_command const& command, common_options const&, surroundings& around) {
    around.out << command.text;
    return exit_status::done;
}

} // namespace ficus::tools
