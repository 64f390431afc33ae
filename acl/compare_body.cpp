#include "acl/compare_body.hpp"

#include "acl/charset.hpp"
#include "acl/compare_text.hpp"
#include "acl/form_tree.hpp"
#include "acl/html_reader.hpp"
#include "acl/json.hpp"
#include "acl/media_type.hpp"
#include "acl/text_lines.hpp"
#include "acl/xml.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {

namespace {

std::string_view type_in(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    return type;
}

/// ASCII's letters in any case, without asking a locale, which takes longer than all the rest.
bool is_word(std::string_view text, std::string_view small) {
    return std::equal(text.begin(), text.end(), small.begin(), small.end(), [](char c, char wanted) {
        return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == wanted;
    });
}

std::string_view without_blanks(std::string_view body) {
    constexpr std::string_view blanks = " \t\r\n";
    body.remove_prefix(std::min(body.find_first_not_of(blanks), body.size()));
    return body.substr(0, body.find_last_not_of(blanks) + 1);
}

/// The charset that is declared, where it is known and not UTF-8.
std::optional<charset> charset_of(std::string_view content_type) {
    if (content_type.find(';') == std::string_view::npos) return std::nullopt;
    auto const name = parameter_of(content_type, "charset");
    if (name.empty() || name == "utf-8" || name == "us-ascii") return std::nullopt;
    auto found = charset::find_sent(name, nullptr);
    if (!found) return std::nullopt;
    return std::move(*found);
}

/// What cannot be decoded is compared as it was sent.
std::optional<document> read_text(std::string_view content_type, std::string_view body) {
    auto const sent_in = charset_of(content_type);
    if (!sent_in) return read_lines(body);
    auto const decoded = sent_in->decode(body);
    if (!decoded) return read_lines(body);
    auto lines = read_lines(*decoded);
    if (lines)
        for (auto* line = lines->root()->first; line != nullptr; line = line->next)
            line->text = lines->keep(line->text);
    return lines;
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

// Legacy applications send JSON as text/html and with no type at all, so what is not declared is known by its
// first byte, and its last: lines of a log begin with a bracket, too.
body_way body_way_of(std::string_view content_type, std::string_view body) {
    auto const type = type_in(content_type);
    auto const is = [&](std::string_view name) { return is_word(type, name); };
    auto const ends_in = [&](std::string_view word) {
        return type.size() > word.size() && is_word(type.substr(type.size() - word.size()), word);
    };
    if (ends_in("/json") || ends_in("+json")) return body_way::json;
    if (ends_in("/xml") || ends_in("+xml")) return body_way::xml;
    if (is("application/x-www-form-urlencoded")) return body_way::form;
    auto const inside = without_blanks(body);
    bool const is_enclosed = (inside.starts_with('{') && inside.ends_with('}')) ||
                             (inside.starts_with('[') && inside.ends_with(']'));
    if (is_enclosed) return body_way::json;
    if (inside.starts_with("<?xml")) return body_way::xml;
    auto const begins_with = [&](std::string_view word) {
        return is_word(inside.substr(0, word.size()), word);
    };
    bool const looks_like_html = type.empty() && (begins_with("<!doctype html") || begins_with("<html"));
    if (is("text/html") || looks_like_html) return body_way::html;
    bool const is_textual = type.empty() || is_word(type.substr(0, 5), "text/") ||
                            is("application/javascript") || is("application/x-ndjson") ||
                            is("application/yaml");
    return is_textual && is_text(body) ? body_way::text : body_way::bytes;
}

std::optional<document> read_body(body_way way, std::string_view content_type, std::string_view body,
                                  selector_list const& html_ignore) {
    switch (way) {
    case body_way::json: return tree_of(read_json(body));
    case body_way::xml: return tree_of(read_xml(body));
    case body_way::form: {
        auto const sent_in = charset_of(content_type);
        return read_form_tree(body, sent_in ? &*sent_in : nullptr);
    }
    case body_way::text: return read_text(content_type, body);
    case body_way::html: return tree_of(read_html(body, content_type, html_ignore));
    case body_way::none:
    case body_way::bytes: break;
    }
    return std::nullopt;
}

body_way coarser(body_way way) {
    return way == body_way::html || way == body_way::form ? body_way::text : body_way::bytes;
}

} // namespace ficus::acl
