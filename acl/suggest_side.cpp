#include "acl/format.hpp"
#include "acl/suggest.hpp"
#include "acl/utf8.hpp"
#include "acl/xml.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string_view local_name(std::string_view name) {
    auto const at = name.find(':');
    return at == name.npos ? name : name.substr(at + 1);
}

/// The namespaces that a document declares, each by one prefix.
void collect_namespaces(value const& element, xml_namespaces& into) {
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) {
            collect_namespaces(*child, into);
            continue;
        }
        if (child->name != "@xmlns" && !child->name.starts_with("@xmlns:")) continue;
        std::string prefix(child->name == "@xmlns" ? std::string_view() : child->name.substr(7));
        auto const uri = child->text;
        if (uri.empty() || uri == xsi_uri || uri == xsd_uri || uri == xml_uri || uri == soap_1_1_uri ||
            uri == soap_1_2_uri)
            continue;
        auto const known = [&](auto const& is) { return std::any_of(into.begin(), into.end(), is); };
        if (known([&](xml_namespace const& each) { return each.uri == uri; })) continue;
        auto const base = prefix.empty() ? std::string("n") : prefix;
        for (int n = 1;
             known([&](xml_namespace const& each) { return each.prefix == prefix; }) || prefix == "soap"; ++n)
            prefix = base + std::to_string(n);
        into.push_back({prefix, std::string(uri)});
    }
}

std::optional<side_options> guess_xml(std::string_view text) {
    auto const read = read_xml(text);
    if (!read || read->root() == nullptr) return std::nullopt;
    side_options side;
    auto const name = read->root()->name;
    if (name == "methodCall" || name == "methodResponse") {
        side.kind = format::xmlrpc;
        return side;
    }
    xml_namespaces namespaces;
    collect_namespaces(*read->root(), namespaces);
    side.kind = format::xml;
    bool const is_1_2 = text.find(soap_1_2_uri) != text.npos;
    if (local_name(name) == "Envelope" && (is_1_2 || text.find(soap_1_1_uri) != text.npos)) {
        side.kind = format::soap;
        side.soap.version = is_1_2 ? soap_version::v1_2 : soap_version::v1_1;
        side.soap.namespaces = std::move(namespaces);
    } else {
        side.xml.namespaces = std::move(namespaces);
    }
    // By the names that the table gives it.
    auto const named = read_body(side, text);
    if (!named || named->root() == nullptr) return std::nullopt;
    side.root = named->root()->name;
    return side;
}

/// Bytes that are no UTF-8 are most often what Windows wrote.
void guess_charset(std::string_view text, side_options& side) {
    if (find_invalid_utf8(text) == text.npos) return;
    if (auto found = charset::find("windows-1252")) side.charset = std::move(*found);
}

std::optional<side_options> guess_csv(std::string_view text) {
    auto const first = text.substr(0, text.find('\n'));
    side_options side;
    side.kind = format::csv;
    guess_charset(text, side);
    std::ptrdiff_t most = 0;
    for (char const separator : {',', ';', '\t'}) {
        auto const times = std::count(first.begin(), first.end(), separator);
        if (times > most) side.csv.separator = separator;
        most = std::max(most, times);
    }
    return side;
}

} // namespace

std::optional<side_options> guess_side(std::string_view text, std::string_view extension) {
    auto const begin = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (begin == text.npos) return std::nullopt;
    if (extension == "csv") return guess_csv(text);
    side_options side;
    auto const first = text[begin];
    if (first == '<') return guess_xml(text);
    if (first == '{' || first == '[') return side;
    if (text.starts_with("--")) {
        side.kind = format::multipart;
        return side;
    }
    auto const has = [&](std::string_view what) { return text.find(what) != text.npos; };
    auto const last = text.find_last_not_of("\r\n");
    if (has("=") && text.substr(0, last + 1).find_first_of(" \t\r\n") == text.npos) {
        side.kind = format::form;
        guess_charset(text, side);
        if (has("[") || has("%5B") || has("%5b")) side.nested.emplace();
        return side;
    }
    return std::nullopt;
}

} // namespace ficus::acl
