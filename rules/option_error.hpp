#pragma once

#include <string>

namespace ficus::rules {

/// What is wrong with an option, said without knowing the file it came from. `key` is the path below the
/// component's own options, such as `match[0].path_regex`; the configuration reader puts its own prefix
/// before it and finds the line.
struct option_error {
    std::string key;
    std::string message; ///< what is wrong and how to mend it, without a full stop
};

} // namespace ficus::rules
