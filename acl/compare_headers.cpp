#include "acl/compare.hpp"
#include "acl/compare_render.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace ficus::acl {

namespace {

bool is_one_of(std::string_view name, std::span<std::string_view const> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view one) { return boost::iequals(one, name); });
}

/// What stands between a URL's `?` or `#` and its end, which `end` marks, goes.
std::string without_queries(std::string_view value, char end) {
    std::string kept;
    while (!value.empty()) {
        auto const begin = std::min(value.find_first_of("?#"), value.size());
        kept += value.substr(0, begin);
        value.remove_prefix(begin);
        if (value.empty()) break;
        (kept += value.front()) += mask;
        value.remove_prefix(std::min(end == '\0' ? value.size() : value.find(end), value.size()));
    }
    return kept;
}

} // namespace

bool is_secret_header(std::string_view name) {
    static constexpr std::array<std::string_view, 5> secret = {"authorization", "proxy-authorization",
                                                               "cookie", "set-cookie", "set-cookie2"};
    return is_one_of(name, secret);
}

std::string storable_header(std::string_view name, std::string_view value) {
    static constexpr std::array<std::string_view, 3> one_url = {"location", "content-location", "refresh"};
    if (is_secret_header(name)) return std::string(mask);
    if (is_one_of(name, one_url)) return without_queries(value, '\0');
    // RFC 8288: each URL stands in angle brackets; what has none is cut at its first query.
    if (boost::iequals(name, "link"))
        return without_queries(value, value.find('<') == std::string_view::npos ? '\0' : '>');
    return std::string(value);
}

} // namespace ficus::acl
