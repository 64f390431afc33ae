#pragma once

#include <string>
#include <utility>
#include <vector>

namespace ficus::acl {

/// How two answers are compared (`[features.NAME.compare]`). Paths are JSON paths such as `$.lines[*].etag`.
struct compare_options {
    std::vector<std::string> methods = {"GET", "HEAD"}; ///< what may be shadowed
    std::vector<std::string> headers;                   ///< compared besides status and body, lower case
    std::vector<std::string> ignore;
    std::vector<std::string> unordered; ///< arrays compared as multisets
    std::vector<std::pair<std::string, std::string>>
        keyed; ///< array path, the member that pairs its elements
    std::vector<std::pair<std::string, std::string>>
        tolerance;                   ///< path, absolute tolerance in decimal digits
    std::vector<std::string> redact; ///< never stored
    double baseline = 0.0;           ///< share (0 to 1) of comparisons that also ask legacy twice
};

} // namespace ficus::acl
