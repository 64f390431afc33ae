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

bool fits(format f, std::string_view media_type) {
    switch (f) {
    case format::json:
        return media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json");
    case format::xml:
        return media_type == "application/xml" || media_type == "text/xml" || media_type.ends_with("+xml");
    case format::form: break;
    }
    return media_type == "application/x-www-form-urlencoded";
}

bool reads_charset(format f, std::string_view charset) {
    if (charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii") return true;
    return f == format::xml && (charset == "iso-8859-1" || charset == "utf-16");
}

} // namespace

boost::system::result<document, error> read_body(format f, std::string_view text,
                                                 reading_limits const& limits) {
    switch (f) {
    case format::json: return read_json(text, limits);
    case format::xml: return read_xml(text, limits);
    case format::form: break;
    }
    return read_form(text, limits);
}

boost::system::result<void, error> write_body(format f, value const& root, std::string& out) {
    switch (f) {
    case format::json: write_json(root, out); return {};
    case format::xml: return write_xml(root, out);
    case format::form: break;
    }
    return write_form(root, out);
}

std::string_view content_type(format f) {
    switch (f) {
    case format::json: return "application/json";
    case format::xml: return "application/xml; charset=utf-8";
    case format::form: break;
    }
    return "application/x-www-form-urlencoded";
}

bool accepts(format f, std::string_view content_type) {
    auto const lower = lower_case(content_type);
    std::string_view const all = lower;
    auto const end = std::min(all.find(';'), all.size());
    auto const media_type = trimmed(all.substr(0, end));
    if (media_type.empty()) return true;
    return fits(f, media_type) &&
           reads_charset(f, parameter(all.substr(std::min(end + 1, all.size())), "charset"));
}

std::string_view to_string(format f) {
    switch (f) {
    case format::json: return "json";
    case format::xml: return "xml";
    case format::form: break;
    }
    return "form";
}

} // namespace ficus::acl
