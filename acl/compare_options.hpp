#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ficus::acl {

/// Whether numbers are compared by what they are worth (1 equals 1.0) or by their digits as they were sent.
enum class number_policy : std::uint8_t { value, text };
/// Whether 200 and 204 are equal.
enum class status_policy : std::uint8_t { exact, by_class };
/// What of Set-Cookie is compared; values never are.
enum class cookie_policy : std::uint8_t { off, names, attributes };

/// How two answers are compared (`[features.NAME.compare]`). Paths are JSON paths such as `$.lines[*].etag`.
struct compare_options {
    std::vector<std::string> methods = {"GET", "HEAD"}; ///< what may be shadowed
    std::vector<std::string> headers;                   ///< compared besides status and body, lower case
    std::vector<std::string> ignore;
    std::vector<std::string> unordered; ///< arrays compared as multisets
    std::vector<std::pair<std::string, std::string>>
        keyed; ///< array path, the member that pairs its elements
    std::vector<std::pair<std::string, std::string>>
        tolerance; ///< path, absolute tolerance in decimal digits
    /// Path, share of the larger of the two amounts in decimal digits. Where both tolerances are given,
    /// either will do.
    std::vector<std::pair<std::string, std::string>> tolerance_relative;
    /// Path, and what is done to both values first, in this order: `trim`, `case`, `time`, `origin`,
    /// `regex:RE2 with one group`.
    std::vector<std::pair<std::string, std::vector<std::string>>> normalize;
    std::vector<std::string> html_ignore; ///< selectors (acl/selector.hpp)
    std::vector<std::string> redact;      ///< never stored
    number_policy numbers = number_policy::value;
    status_policy status = status_policy::exact;
    cookie_policy cookies = cookie_policy::off;
    double baseline = 0.0; ///< share (0 to 1) of comparisons that also ask the serving side twice
};

/// 16 hexadecimal digits that differ where answers may compare otherwise. What is compared or stored
/// (methods, baseline, redact) and the order of entries do not count.
std::string rules_fingerprint(compare_options const& options);
/// What the fingerprint is of, as JSON.
std::string rules_text(compare_options const& options);

} // namespace ficus::acl
