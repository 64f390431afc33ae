#include "acl/format.hpp"

#include "acl/form.hpp"
#include "acl/json.hpp"
#include "acl/xml.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The value of a parameter in what follows the media type, unquoted; empty when it is not there.
std::string_view parameter(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        auto const end = std::min(parameters.find(';'), parameters.size());
        auto const one = trimmed(parameters.substr(0, end));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
        auto const equals = one.find('=');
        if (equals == std::string_view::npos || one.substr(0, equals) != name) continue;
        auto found = one.substr(equals + 1);
        if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
            found = found.substr(1, found.size() - 2);
        return found;
    }
    return {};
}

/// How one format is read and written, and what it is called.
struct codec {
    std::string_view name;
    acl::dialect dialect;
    std::string_view content_type;
    bool (*fits)(std::string_view media_type);
    bool (*knows)(std::string_view charset); ///< besides UTF-8
    boost::system::result<document, error> (*read)(side_options const&, std::string_view,
                                                   reading_limits const&);
    boost::system::result<void, error> (*write)(side_options const&, value const&, std::string&);
};

constexpr auto no_other = [](std::string_view) { return false; };

constexpr codec json_codec{"json",
                           json_dialect,
                           "application/json",
                           [](std::string_view type) {
                               return type == "application/json" || type == "text/json" ||
                                      type.ends_with("+json");
                           },
                           no_other,
                           [](side_options const&, std::string_view text, reading_limits const& limits) {
                               return read_json(text, limits);
                           },
                           [](side_options const&, value const& root, std::string& out) {
                               write_json(root, out);
                               return boost::system::result<void, error>();
                           }};

constexpr codec xml_codec{
    "xml",
    xml_dialect,
    "application/xml; charset=utf-8",
    [](std::string_view type) {
        return type == "application/xml" || type == "text/xml" || type.ends_with("+xml");
    },
    [](std::string_view charset) { return charset == "iso-8859-1" || charset == "utf-16"; },
    [](side_options const&, std::string_view text, reading_limits const& limits) {
        return read_xml(text, limits);
    },
    [](side_options const&, value const& root, std::string& out) { return write_xml(root, out); }};

constexpr codec form_codec{
    "form",
    form_dialect,
    "application/x-www-form-urlencoded",
    [](std::string_view type) { return type == "application/x-www-form-urlencoded"; },
    no_other,
    [](side_options const&, std::string_view text, reading_limits const& limits) {
        return read_form(text, limits);
    },
    [](side_options const&, value const& root, std::string& out) { return write_form(root, out); }};

constexpr codec no_codec{
    "none",
    form_dialect,
    "",
    no_other,
    no_other,
    [](side_options const&, std::string_view,
       reading_limits const&) -> boost::system::result<document, error> {
        return error{error_code::unmapped, "the document",
                     "a body where the translator says that there is none"};
    },
    [](side_options const&, value const&, std::string&) { return boost::system::result<void, error>(); }};

codec const& codec_of(format f) {
    switch (f) {
    case format::json: return json_codec;
    case format::xml: return xml_codec;
    case format::form: return form_codec;
    case format::none: break;
    }
    return no_codec;
}

bool is_utf8(std::string_view charset) {
    return charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
}

} // namespace

dialect dialect_of(side_options const& side) {
    return codec_of(side.kind).dialect;
}

boost::system::result<document, error> read_body(side_options const& side, std::string_view text,
                                                 reading_limits const& limits) {
    return codec_of(side.kind).read(side, text, limits);
}

boost::system::result<void, error> write_body(side_options const& side, value const& root, std::string& out) {
    return codec_of(side.kind).write(side, root, out);
}

std::string_view content_type(side_options const& side) {
    return codec_of(side.kind).content_type;
}

bool accepts(side_options const& side, std::string_view content_type) {
    auto const& codec = codec_of(side.kind);
    auto const lower = lower_case(content_type);
    std::string_view const all = lower;
    auto const end = std::min(all.find(';'), all.size());
    auto const media_type = trimmed(all.substr(0, end));
    if (media_type.empty()) return true;
    auto const charset = parameter(all.substr(std::min(end + 1, all.size())), "charset");
    return codec.fits(media_type) && (is_utf8(charset) || codec.knows(charset));
}

std::string_view to_string(format f) {
    return codec_of(f).name;
}

} // namespace ficus::acl
