#include "acl/compare_render.hpp"

#include "acl/compare_text.hpp"
#include "acl/html_writer.hpp"
#include "acl/json.hpp"
#include "acl/xml.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace ficus::acl {

namespace {

constexpr std::size_t most_rendered = 240; // bytes: a line or two

void redact_node(document& owner, value& node) {
    if (node.kind == kind::element) {
        node.first = node.last = nullptr;
        node.count = 0;
        document::append(node, *owner.make_string(mask));
    } else {
        node.kind = kind::string;
        node.text = owner.keep(mask);
        node.first = node.last = nullptr;
        node.count = 0;
    }
}

// The text of an element that holds nothing else.
std::optional<std::string_view> only_text(value const& element) {
    if (element.first == nullptr) return "";
    bool const is_alone = element.first == element.last && element.first->kind == kind::string;
    return is_alone && element.first->name.empty() ? std::optional(element.first->text) : std::nullopt;
}

std::string text_of(value const& node, render_style style) {
    if (node.kind == kind::string && style == render_style::plain) return std::string(node.text);
    std::string text;
    if (node.kind == kind::element) {
        if (auto const only = only_text(node)) return std::string(*only);
        if (!write_xml(node, text)) {
            text.clear();
            write_html(node, text);
            return text;
        }
        text.erase(0, text.find("?>") + 2);
        text.erase(0, text.find('<'));
    } else {
        write_json(node, text);
    }
    return text;
}

} // namespace

void redact_in_place(document& owner, value& node, rule_tree const& rules, rule_tree::cursor const& at) {
    if (at.empty()) return;
    if (rules.at(at).redact) return redact_node(owner, node);
    if (node.kind != kind::array && node.first != nullptr && rules.hides_names(at)) {
        redact_node(owner, node);
        if (node.kind == kind::element) return;
        node.kind = kind::object;
        node.text = {};
        document::append(node, *owner.make_string(mask), "*");
        return;
    }
    std::map<std::string_view, std::size_t> positions; // in XML they count by name
    for (auto* child = node.first; child != nullptr; child = child->next) {
        auto const index = positions[node.kind == kind::array ? "" : child->name]++;
        bool const is_xml_text = node.kind == kind::element && child->name.empty();
        auto const below = node.kind == kind::array       ? rules.element(at, index)
                           : is_xml_text                  ? rules.member(at, "text()")
                           : child->kind == kind::element ? rules.child_element(at, child->name, index)
                                                          : rules.member(at, child->name);
        redact_in_place(owner, *child, rules, below);
    }
}

std::string render(value const& node, rule_tree const& rules, rule_tree::cursor const& at,
                   render_style style) {
    if (!rules.has_redaction() || at.empty()) return render_text(text_of(node, style));
    document scratch;
    auto* copy = scratch.copy(node);
    redact_in_place(scratch, *copy, rules, at);
    return render_text(text_of(*copy, style));
}

std::string render_text(std::string_view text, std::size_t differs_at) {
    constexpr std::size_t before = 40;
    auto begin = std::min(differs_at, text.size());
    if (begin <= before || text.size() <= most_rendered) return readable(text, most_rendered);
    begin -= before;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
    return "\xE2\x80\xA6" + readable(text.substr(begin), most_rendered);
}

} // namespace ficus::acl
