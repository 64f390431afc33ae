#pragma once

#include "facade/config/reader.hpp"
#include "rules/clocks.hpp"

#include <iosfwd>
#include <string>

namespace ficus::tools {

/// What a command touches besides the stores: passed in, so that a test can hold it.
struct surroundings {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool colour_out = false; ///< a terminal that wants colour
    bool colour_err = false;
    bool terminal_err = false; ///< somebody may be watching
    config::environment environment;
    rules::clocks clocks = rules::clocks::system();
    std::string program; ///< the running binary's path
    std::string who;     ///< for the audit trail
    std::string typed;   ///< the command line, for the audit trail
    int terminal = -1;   ///< stdout's descriptor, where that is a terminal whose screen can be redrawn
};

/// `alice@host`, or `alice@host (sudo)` where she went by sudo.
std::string who_asks(config::environment const& environment);

/// One warning on err: what, and how to mend it.
void warn(surroundings& around, std::string const& message);

} // namespace ficus::tools
