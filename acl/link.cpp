#include "acl/path_template.hpp"
#include "acl/translator.hpp"

#include <algorithm>

namespace ficus::acl {

std::optional<std::string> translator::translate_link(direction way, std::string_view target) const {
    if (templates() == nullptr) return std::nullopt;
    // A link within a link stays: whoever sends them could nest them without end.
    static link_rewriter const as_it_is = [](std::string_view) { return std::nullopt; };
    message_view from;
    from.links = &as_it_is;
    from.method = "GET";
    auto const query = target.find('?');
    from.path = target.substr(0, query);
    from.has_query = query != std::string_view::npos;
    if (from.has_query) from.query = target.substr(query + 1);
    if (!fits_path(way, from.path)) return std::nullopt;
    auto const there = translate(way, part::request, from);
    // What a link cannot say: a body, fields, another method.
    if (!there || !there->body.empty() || !there->added.empty() || there->method != "GET")
        return std::nullopt;
    return there->path + (there->has_query ? '?' + there->query : std::string());
}

std::optional<std::string> translator::translate_path(direction way, std::string_view url) const {
    if (!url.starts_with('/') || url.starts_with("//")) return std::nullopt;
    auto const hash = std::min(url.find('#'), url.size());
    auto made = translate_link(way, url.substr(0, hash));
    if (made) made->append(url.substr(hash));
    return made;
}

std::optional<std::string> translator::example_link(std::size_t side) const {
    if (templates() == nullptr) return std::nullopt;
    std::vector<std::string_view> const sevens(templates()->names(), "7");
    auto const way = side == 0 ? direction::to_legacy : direction::to_modern;
    // What the other side has in its path may stand in a query here.
    auto made = translate_link(way, templates()->build(1 - side, sevens));
    if (!made) made = templates()->build(side, sevens);
    if (!translate_link(reverse(way), *made)) return std::nullopt;
    return made;
}

} // namespace ficus::acl
