#pragma once

#include "rules/condition.hpp"
#include "rules/facts.hpp"
#include "rules/feature_options.hpp"
#include "rules/operation_condition.hpp"
#include "rules/option_error.hpp"
#include "rules/path_shape.hpp"
#include "rules/pattern.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// One entry of a feature's `match`, compiled.
struct matcher {
    /// By precedence.
    enum class path_kind : std::uint8_t { exact, path_template, prefix, regex, any };

    std::size_t feature = 0; ///< index
    std::size_t index = 0;   ///< in the feature's `match`
    path_kind kind = path_kind::any;
    path_shape shape;             ///< `any` and `regex`: everything
    std::optional<pattern> regex; ///< for `regex`
    std::size_t prefix_length = 0;
    std::string host;                  ///< in lower case, without the `*.`; empty: any
    bool subdomains = false;           ///< the host was `*.` and this
    std::vector<std::string> methods;  ///< sorted; empty: any
    std::vector<condition> conditions; ///< headers and query
    std::vector<operation_condition> operations;
    std::string description;

    /// How many conditions there are besides the path.
    std::size_t condition_count() const {
        return !host.empty() + !methods.empty() + conditions.size() + operations.size();
    }

    /// What a request must have (marks.hpp) to be accepted.
    marks needs() const;
    /// Whether it asks for more than path and host.
    bool asks() const {
        return !methods.empty() || !conditions.empty() || !operations.empty() || regex.has_value();
    }
    /// Whether it asks for what stands in the body.
    bool needs_body() const;

    /// All but the path's shape and the host, which the index has looked at. `path` is decoded. A body that
    /// is not known yet may be what it asks for, and so is accepted.
    bool accepts(facts const& request, std::string_view path) const;

    /// Errors have keys relative to the matcher: `path_regex`, `headers.X-A`; an empty key is the matcher
    /// itself.
    static boost::system::result<matcher, std::vector<option_error>> compile(matcher_options const& options);
};

/// Whatever the request, where `b` takes it so does `a`. May be false although it is so.
bool covers(matcher const& a, matcher const& b);

} // namespace ficus::rules
