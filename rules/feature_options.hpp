#pragma once

#include "rules/body_facts.hpp"
#include "rules/side.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ficus::rules {

/// A header or query parameter that a matcher asks for.
struct name_match {
    enum class how { present, equals, regex };
    std::string name;
    how kind = how::present;
    std::string value; ///< the text to equal, or the RE2 pattern; empty for present
};

/// What a matcher asks of a request's operation.
struct operation_match {
    operation what = operation::soap_action;
    name_match match; ///< its name is empty for what has none (see has_name())
};

/// One entry of a feature's `match`. At most one of path, path_prefix and path_regex is set; all that is set
/// must hold.
struct matcher_options {
    std::optional<std::string> path; ///< template: `/a/{id}/b` or `/a/{rest...}`
    std::optional<std::string> path_prefix;
    std::optional<std::string> path_regex; ///< RE2
    std::optional<std::string> host;       ///< exact or `*.example.com`
    std::vector<std::string> methods;
    std::vector<name_match> headers;
    std::vector<name_match> query;
    std::vector<operation_match> operations;
};

/// What routing and rules need to know of a feature, as configured. Upstream names have been checked by the
/// reader.
struct feature_options {
    std::string name;
    std::vector<matcher_options> match;
    std::string legacy; ///< upstream name
    std::string modern; ///< upstream name
    side contract = side::legacy;
    std::optional<std::string> translator;
    std::vector<std::string>
        sticky; ///< `header:NAME`, `cookie:NAME`, `query:NAME`, `ip`; `issue` only as the last
    std::optional<std::string> salt; ///< the feature's name when absent
    /// A request whose body cannot be read, and may be this feature's, is refused instead of being another's.
    bool refuse_unread = false;
};

} // namespace ficus::rules
