#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// What paths a matcher takes, segment by segment.
struct path_shape {
    struct segment {
        std::string literal;   ///< decoded
        bool wildcard = false; ///< `{name}`: any one segment that is not empty
        friend bool operator==(segment const&, segment const&) = default;
    };
    enum class tail : std::uint8_t {
        none,   ///< nothing may follow
        deeper, ///< a slash and anything: `{rest...}`, or a prefix that ends with a slash
        any,    ///< nothing, or a slash and anything: a prefix without one
    };
    std::vector<segment> segments;
    tail end = tail::none;
};

/// Reads `/api/orders/{id}` or `/files/{rest...}`. Percent sequences are decoded. The error is a sentence.
boost::system::result<path_shape, std::string> read_template(std::string_view text);

/// Reads a `path_prefix`: `/orders` (and what is below it) or `/orders/` (only what is below it).
boost::system::result<path_shape, std::string> read_prefix(std::string_view text);

/// Every path that `b` takes is taken by `a`.
bool covers(path_shape const& a, path_shape const& b);

} // namespace ficus::rules
