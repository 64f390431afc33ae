#include "rules/host_index.hpp"

#include "rules/text.hpp"

#include <algorithm>

namespace ficus::rules {

namespace {

/// The longest name that DNS has.
constexpr std::size_t longest_host = 255;

} // namespace

void host_index::add(matcher const& m, path_index::rank r) {
    auto& where = m.host.empty() ? any_ : m.subdomains ? below_[m.host] : exact_[m.host];
    has_patterns_ = has_patterns_ || m.regex;
    if (m.regex)
        where.patterns.add(shape_of(*m.regex), r);
    else
        where.paths.add(m.shape, r);
}

void normal_host(std::string_view sent, std::string& out) {
    out.clear();
    auto const end = sent.starts_with('[') ? sent.find(']') : std::string_view::npos;
    auto name = end == std::string_view::npos ? sent.substr(0, sent.find(':')) : sent.substr(0, end + 1);
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() > longest_host) return;
    out.resize(name.size());
    std::transform(name.begin(), name.end(), out.begin(), lower);
}

path_shape shape_of(pattern const& regex) {
    path_shape shape;
    shape.end = path_shape::tail::any;
    auto const prefix = regex.literal_prefix();
    if (prefix.empty() || prefix.front() != '/') return shape;
    std::size_t begin = 1;
    for (auto slash = prefix.find('/', begin); slash != std::string::npos; slash = prefix.find('/', begin)) {
        shape.segments.push_back({prefix.substr(begin, slash - begin), false});
        begin = slash + 1;
    }
    return shape;
}

} // namespace ficus::rules
