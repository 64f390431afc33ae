#include "acl/compare.hpp"

#include "acl/compare_body.hpp"
#include "acl/compare_cookies.hpp"
#include "acl/compare_render.hpp"
#include "acl/compare_rules.hpp"
#include "acl/compare_text.hpp"
#include "acl/compare_walk.hpp"
#include "acl/form_tree.hpp"
#include "acl/hex.hpp"
#include "acl/html_writer.hpp"
#include "acl/json.hpp"
#include "acl/media_type.hpp"
#include "acl/xml.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <xxhash.h>

#include <algorithm>

namespace ficus::acl {

namespace {

struct trees {
    std::optional<document> legacy, modern; ///< unset: not readable in that way
};

trees read_both(body_way way, answer const& legacy, answer const& modern, selector_list const& html_ignore) {
    return {read_body(way, legacy.content_type, legacy.body, html_ignore),
            read_body(way, modern.content_type, modern.body, html_ignore)};
}

bool is_readable(answer const& from) {
    return read_body(body_way_of(from.content_type, from.body), from.content_type, from.body, {}).has_value();
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
    found.add({"header:" + name, kind, shown(in_legacy, l), shown(in_modern, m)});
}

/// What is no text is told apart by its hash: two samples of it would look alike.
std::string shown_bytes(std::string_view body, std::size_t differs_at) {
    if (body.empty()) return "(empty)";
    if (is_text(body)) return render_text(body, differs_at);
    return "(" + std::to_string(body.size()) + " bytes, XXH3 " +
           hex_text(XXH3_64bits(body.data(), body.size())) + ")";
}

void compare_bytes(answer const& legacy, answer const& modern, difference_kind kind, bool is_redacted,
                   comparison& found) {
    found.way = body_way::bytes;
    if (is_redacted) return found.add({"body", kind, std::string(mask), std::string(mask)});
    auto const [first, ignored] =
        std::mismatch(legacy.body.begin(), legacy.body.end(), modern.body.begin(), modern.body.end());
    auto const at = static_cast<std::size_t>(first - legacy.body.begin());
    found.add({"body", kind, shown_bytes(legacy.body, at), shown_bytes(modern.body, at)});
}

// Rules name places of a document, and where one of them is a secret's, a line may hold it.
void hide_lines(comparison& found) {
    for (auto& one : found.differences)
        if (one.path.starts_with('$')) {
            if (!one.legacy.empty()) one.legacy = mask;
            if (!one.modern.empty()) one.modern = mask;
            one.shape = volatile_shape::none;
        }
}

} // namespace

struct comparer::rules {
    std::vector<std::string> headers; ///< lower case
    status_policy status;
    cookie_policy cookies;
    cookie_exceptions ignored_cookies;
    selector_list html_ignore;
    rule_tree tree;
};

void comparison::add(difference&& one) {
    ++count;
    if (differences.size() < most_listed) differences.push_back(std::move(one));
}

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
    auto html_ignore = selector_list::compile(options.html_ignore);
    if (!html_ignore) {
        auto const wrong = html_ignore.error();
        errors.insert(errors.end(), wrong.begin(), wrong.end());
    }
    if (!errors.empty()) return errors;
    rules made{{}, options.status, options.cookies, {}, std::move(*html_ignore), std::move(tree)};
    for (auto const& name : options.headers) made.headers.push_back(lower_case(name));
    for (auto const& path : options.ignore)
        if (cookie_exceptions::is_one(path)) made.ignored_cookies.add(path);
    return comparer(std::make_shared<rules const>(std::move(made)));
}

comparison comparer::compare(answer const& legacy, answer const& modern, std::int64_t now_ms) const {
    comparison found;
    bool const is_one_class = legacy.status / 100 == modern.status / 100;
    if (legacy.status != modern.status && !(rules_->status == status_policy::by_class && is_one_class))
        found.add(
            {"status", difference_kind::value, std::to_string(legacy.status), std::to_string(modern.status)});
    for (auto const& name : rules_->headers) compare_header(found, name, legacy, modern);
    compare_cookies(rules_->cookies, rules_->ignored_cookies, legacy, modern, now_ms, found);
    if (!is_one_class || legacy.body == modern.body) return found;

    bool const has_redaction = rules_->tree.has_redaction();
    auto way = body_way_of(legacy.content_type, legacy.body);
    if (way != body_way_of(modern.content_type, modern.body)) {
        bool const is_type = is_readable(legacy) || is_readable(modern);
        compare_bytes(legacy, modern, is_type ? difference_kind::type : difference_kind::value, has_redaction,
                      found);
        return found;
    }
    auto kind = difference_kind::value;
    for (; way != body_way::bytes; way = coarser(way)) {
        auto const read = read_both(way, legacy, modern, rules_->html_ignore);
        if (read.legacy && read.modern) {
            found.way = way;
            compare_walk(rules_->tree, found, now_ms).run(*read.legacy->root(), *read.modern->root());
            if (way == body_way::text && has_redaction) hide_lines(found);
            return found;
        }
        if (read.legacy || read.modern) kind = difference_kind::type;
    }
    compare_bytes(legacy, modern, kind, has_redaction, found);
    return found;
}

bool comparer::redacts() const {
    return rules_->tree.has_redaction();
}

std::optional<std::string> comparer::redacted(std::string_view content_type, std::string_view body) const {
    if (body.empty()) return std::string();
    auto const way = body_way_of(content_type, body);
    auto tree =
        way == body_way::text ? std::nullopt : read_body(way, content_type, body, rules_->html_ignore);
    if (!tree) return std::nullopt;
    auto& root = *tree->root();
    redact_in_place(*tree, root, rules_->tree, rules_->tree.root());
    std::string text;
    if (way == body_way::json)
        write_json(root, text);
    else if (way == body_way::form)
        write_form_tree(root, mask, text);
    else if (way == body_way::html)
        write_html(root, text);
    else if (!write_xml(root, text))
        text.clear();
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::string comparer::redact(std::string_view content_type, std::string_view body, std::size_t most) const {
    auto const size = std::to_string(body.size());
    if (!redacts()) return is_text(body) ? readable(body, most) : "(" + size + " bytes that are no text)";
    auto const text = redacted(content_type, body);
    if (!text)
        return "(" + size +
               " bytes, not stored: there is something to redact, and they can be read neither as JSON nor "
               "as "
               "XML nor as a form)";
    return readable(*text, most);
}

} // namespace ficus::acl
