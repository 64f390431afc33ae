#include "acl/translator.hpp"

namespace ficus::acl {

std::optional<std::string> translator::translate_link(direction way, std::string_view target) const {
    if (templates() == nullptr) return std::nullopt;
    message_view from;
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

} // namespace ficus::acl
