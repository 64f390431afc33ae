#include "acl/compare_body.hpp"

#include "acl/json.hpp"
#include "acl/xml.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>

namespace ficus::acl {

namespace {

std::string_view media_type_of(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    return type;
}

template<class Read>
std::optional<document> tree_of(Read&& read) {
    if (!read) return std::nullopt;
    return std::move(*read);
}

} // namespace

std::string_view to_string(body_way way) {
    switch (way) {
    case body_way::none: return "none";
    case body_way::json: return "json";
    case body_way::xml: return "xml";
    case body_way::html: return "html";
    case body_way::form: return "form";
    case body_way::text: return "text";
    case body_way::bytes: return "bytes";
    }
    return "none";
}

// Legacy applications send JSON as text/html and with no type at all, so an undeclared body is known by its
// first byte.
body_way body_way_of(std::string_view content_type, std::string_view body) {
    auto const type = media_type_of(content_type);
    if (boost::iends_with(type, "/json") || boost::iends_with(type, "+json")) return body_way::json;
    if (boost::iends_with(type, "/xml") || boost::iends_with(type, "+xml")) return body_way::xml;
    body.remove_prefix(std::min(body.find_first_not_of(" \t\r\n"), body.size()));
    if (body.starts_with('{') || body.starts_with('[')) return body_way::json;
    if (body.starts_with("<?xml")) return body_way::xml;
    return body_way::bytes;
}

std::optional<document> read_body(body_way way, std::string_view body) {
    switch (way) {
    case body_way::json: return tree_of(read_json(body));
    case body_way::xml: return tree_of(read_xml(body));
    default: return std::nullopt;
    }
}

} // namespace ficus::acl
