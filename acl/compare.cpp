#include "acl/compare.hpp"

#include "acl/compare_body.hpp"
#include "acl/compare_render.hpp"
#include "acl/compare_rules.hpp"
#include "acl/compare_text.hpp"
#include "acl/compare_walk.hpp"
#include "acl/json.hpp"
#include "acl/xml.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>

namespace ficus::acl {

namespace {

struct parsed_body {
    body_way way = body_way::bytes;
    std::optional<document> tree; ///< unset: not readable in that way
};

parsed_body parse(std::string_view content_type, std::string_view body) {
    auto const way = body_way_of(content_type, body);
    return {way, read_body(way, body)};
}

std::string joined(answer const& from, std::string_view name) {
    std::string all;
    for (auto const& field : from.headers)
        if (boost::iequals(field.name, name)) all += (all.empty() ? "" : ", ") + std::string(field.value);
    return all;
}

bool has(answer const& from, std::string_view name) {
    return std::any_of(from.headers.begin(), from.headers.end(),
                       [&](auto const& field) { return boost::iequals(field.name, name); });
}

// `text/html;charset=UTF-8` and `text/html; charset=utf-8` say the same (RFC 9110 8.3.1).
std::string canonical_type(std::string_view value) {
    std::string text;
    for (char const c : value)
        if (c != ' ' && c != '\t' && c != '"')
            text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

void add(comparison& found, difference&& one) {
    ++found.count;
    if (found.differences.size() < comparison::most_listed) found.differences.push_back(std::move(one));
}

void compare_header(comparison& found, std::string const& name, answer const& legacy, answer const& modern) {
    bool const in_legacy = has(legacy, name);
    bool const in_modern = has(modern, name);
    if (!in_legacy && !in_modern) return;
    auto const l = joined(legacy, name);
    auto const m = joined(modern, name);
    bool const is_type = name == "content-type";
    if (in_legacy == in_modern && (l == m || (is_type && canonical_type(l) == canonical_type(m)))) return;
    auto const kind = !in_modern   ? difference_kind::missing
                      : !in_legacy ? difference_kind::extra
                                   : difference_kind::value;
    auto const shown = [&](bool is_there, std::string const& value) {
        if (!is_there) return std::string();
        return render_text(storable_header(name, value));
    };
    add(found, {"header:" + name, kind, shown(in_legacy, l), shown(in_modern, m)});
}

// From a little before the first difference: the beginnings of two long pages look alike.
std::string around(std::string_view body, std::size_t at) {
    if (body.empty()) return "(empty)";
    if (!is_text(body)) return "(" + std::to_string(body.size()) + " bytes)";
    constexpr std::size_t before = 40;
    if (at <= before) return render_text(body);
    return "\xE2\x80\xA6" + render_text(body.substr(at - before));
}

} // namespace

struct comparer::rules {
    std::vector<std::string> headers; ///< lower case
    rule_tree tree;
};

std::string_view to_string(difference_kind kind) {
    switch (kind) {
    case difference_kind::missing: return "missing";
    case difference_kind::extra: return "extra";
    case difference_kind::type: return "type";
    case difference_kind::value: return "value";
    }
    return "value";
}

std::optional<difference_kind> difference_kind_from(std::string_view text) {
    for (auto const kind :
         {difference_kind::missing, difference_kind::extra, difference_kind::type, difference_kind::value})
        if (to_string(kind) == text) return kind;
    return std::nullopt;
}

boost::system::result<comparer, std::vector<option_error>> comparer::compile(compare_options const& options) {
    std::vector<option_error> errors;
    rule_tree tree(options, errors);
    if (!errors.empty()) return errors;
    std::vector<std::string> headers;
    for (auto const& name : options.headers) {
        headers.push_back(name);
        for (char& c : headers.back())
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return comparer(std::make_shared<rules const>(rules{std::move(headers), std::move(tree)}));
}

comparison comparer::compare(answer const& legacy, answer const& modern) const {
    comparison found;
    if (legacy.status != modern.status)
        add(found,
            {"status", difference_kind::value, std::to_string(legacy.status), std::to_string(modern.status)});
    for (auto const& name : rules_->headers) compare_header(found, name, legacy, modern);
    if (legacy.status / 100 != modern.status / 100 || legacy.body == modern.body) return found;

    auto const l = parse(legacy.content_type, legacy.body);
    auto const m = parse(modern.content_type, modern.body);
    if (l.tree && m.tree && l.way == m.way) {
        found.way = l.way;
        compare_walk(rules_->tree, found).run(*l.tree->root(), *m.tree->root());
        return found;
    }
    found.way = body_way::bytes;
    auto const kind = l.tree || m.tree ? difference_kind::type : difference_kind::value;
    if (rules_->tree.has_redaction()) {
        add(found, {"body", kind, std::string(mask), std::string(mask)});
        return found;
    }
    auto const [first, ignored] =
        std::mismatch(legacy.body.begin(), legacy.body.end(), modern.body.begin(), modern.body.end());
    auto const at = static_cast<std::size_t>(first - legacy.body.begin());
    add(found, {"body", kind, around(legacy.body, at), around(modern.body, at)});
    return found;
}

std::string comparer::redact(std::string_view content_type, std::string_view body, std::size_t most) const {
    auto const size = std::to_string(body.size());
    if (!rules_->tree.has_redaction())
        return is_text(body) ? readable(body, most) : "(" + size + " bytes that are no text)";
    if (body.empty()) return {};
    auto parsed = parse(content_type, body);
    std::string text;
    if (parsed.tree) {
        auto& root = *parsed.tree->root();
        redact_in_place(*parsed.tree, root, rules_->tree, rules_->tree.root());
        if (parsed.way == body_way::json)
            write_json(root, text);
        else if (!write_xml(root, text))
            text.clear();
    }
    if (text.empty())
        return "(" + size +
               " bytes, not stored: there is something to redact, and they can be read neither as JSON nor "
               "as XML)";
    return readable(text, most);
}

} // namespace ficus::acl
