#include "acl/html_encoding.hpp"

#include "acl/charset.hpp"
#include "acl/media_type.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";

/// What `charset=` says in a tag, be it an attribute or within one.
std::string charset_in(std::string_view tag) {
    constexpr std::string_view word = "charset";
    for (auto at = tag.find(word); at != std::string_view::npos; at = tag.find(word, at + 1)) {
        auto value = tag.substr(at + word.size());
        value.remove_prefix(std::min(value.find_first_not_of(white_space), value.size()));
        if (!value.starts_with('=')) continue;
        value.remove_prefix(1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t\r\n\f\"'"), value.size()));
        return std::string(value.substr(0, value.find_first_of(" \t\r\n\f\"';/>")));
    }
    return {};
}

std::string declared_encoding(std::string_view body) {
    constexpr std::size_t looked_at = 1024;
    auto const head = lower_case(body.substr(0, looked_at));
    std::string_view const rest = head;
    for (auto at = rest.find('<'); at != std::string_view::npos; at = rest.find('<', at + 1)) {
        auto const here = rest.substr(at);
        if (here.starts_with("<!--")) {
            at = rest.find("-->", at + 2);
            if (at == std::string_view::npos) return {};
        } else if (here.starts_with("<meta")) {
            auto const name = charset_in(here.substr(0, here.find('>')));
            // Whoever could read this name does not read UTF-16.
            if (!name.empty()) return name.starts_with("utf-16") ? "utf-8" : name;
        }
    }
    return {};
}

boost::system::result<std::string, error> decode(std::string_view body, std::string name) {
    for (std::string_view const latin :
         {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "us-ascii", "ascii"})
        if (name == latin) name = "windows-1252";
    auto const from = charset::find_sent(name, nullptr);
    if (!from) return from.error();
    return from->decode(body);
}

} // namespace

boost::system::result<std::string, error> decode_html(std::string_view body, std::string_view content_type) {
    if (body.starts_with("\xEF\xBB\xBF")) return decode(body.substr(3), "utf-8");
    if (body.starts_with("\xFF\xFE")) return decode(body.substr(2), "utf-16le");
    if (body.starts_with("\xFE\xFF")) return decode(body.substr(2), "utf-16be");
    auto name = parameter_of(content_type, "charset");
    if (name.empty()) name = declared_encoding(body);
    if (name.empty()) name = find_invalid_utf8(body) == std::string_view::npos ? "utf-8" : "windows-1252";
    return decode(body, std::move(name));
}

} // namespace ficus::acl
