#include "acl/body_facts.hpp"

#include "acl/body_paths.hpp"
#include "acl/form.hpp"
#include "acl/json.hpp"
#include "acl/xml.hpp"

namespace ficus::acl {
namespace {

/// By the first thing that is neither white space nor a byte order mark. UTF-16 has its own, or begins with a
/// `<` that a NUL stands beside.
body_facts::shape shape_of(std::string_view text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return body_facts::shape::xml;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    auto const at = text.find_first_not_of(" \t\r\n");
    if (at == std::string_view::npos) return body_facts::shape::form;
    if (text[at] == '<') return body_facts::shape::xml;
    return text[at] == '{' || text[at] == '[' ? body_facts::shape::json : body_facts::shape::form;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    auto const begin = text.find_first_not_of(white);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

/// An element and those around it, which is where prefixes are declared.
struct scope {
    value const& element;
    scope const* around;

    std::string_view namespace_of(std::string_view prefix) const {
        if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
        for (auto const* s = this; s != nullptr; s = s->around)
            for (auto const* child = s->element.first; child != nullptr; child = child->next) {
                // Attributes come first (xml.hpp), and an element may have any number of children.
                if (!child->name.starts_with('@')) break;
                if (!child->name.starts_with("@xmlns")) continue;
                auto const declared = child->name.substr(6);
                if (prefix.empty() ? declared.empty()
                                   : declared.starts_with(':') && declared.substr(1) == prefix)
                    return child->text;
            }
        return {};
    }
};

struct split_name {
    std::string_view prefix;
    std::string_view local;
    explicit split_name(std::string_view name) {
        auto const colon = name.find(':');
        if (colon != std::string_view::npos) prefix = name.substr(0, colon);
        local = colon == std::string_view::npos ? name : name.substr(colon + 1);
    }
};

bool is_called(scope const& element, xml_step const& step) {
    split_name const name(element.element.name);
    if (name.local != step.name) return false;
    return !step.space || element.namespace_of(name.prefix) == *step.space;
}

/// An attribute without a prefix is in no namespace (Namespaces in XML 1.0 §6.2).
bool is_called(scope const& element, value const& attribute, xml_step const& step) {
    split_name const name(attribute.name.substr(1));
    if (name.local != step.name || name.prefix == "xmlns" || attribute.name == "@xmlns") return false;
    if (!step.space) return true;
    return (name.prefix.empty() ? std::string_view{} : element.namespace_of(name.prefix)) == *step.space;
}

/// Text stands in one piece unless elements part it; then it is put together.
bool visit_own_text(value const& element, body_facts::visitor const& visit) {
    std::string_view single;
    std::string pieces;
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (!child->name.empty() || child->kind != kind::string) continue;
        if (single.empty()) {
            single = child->text;
            continue;
        }
        if (pieces.empty()) pieces = single;
        pieces += child->text;
    }
    return visit(trimmed(pieces.empty() ? single : pieces));
}

bool visit_xml(scope const& at, std::string_view rest, body_facts::visitor const& visit) {
    if (rest.empty()) return visit_own_text(at.element, visit);
    auto const step = take_xml_step(rest);
    for (auto const* child = at.element.first; child != nullptr; child = child->next) {
        if (step.attribute) {
            if (child->name.starts_with('@') && is_called(at, *child, step) && visit(trimmed(child->text)))
                return true;
        } else if (child->kind == kind::element) {
            scope const inner{*child, &at};
            if (is_called(inner, step) && visit_xml(inner, rest, visit)) return true;
        }
    }
    return false;
}

bool visit_scalar(value const& v, body_facts::visitor const& visit) {
    switch (v.kind) {
    case kind::null: return visit("null");
    case kind::boolean: return visit(v.truth ? "true" : "false");
    case kind::number:
    case kind::string: return visit(v.text);
    case kind::array:
    case kind::object:
    case kind::element: break;
    }
    return visit(std::nullopt);
}

bool visit_json(value const& at, std::string_view rest, body_facts::visitor const& visit) {
    if (rest.empty()) return visit_scalar(at, visit);
    auto const step = take_json_step(rest);
    if (step.any_element) {
        if (at.kind != kind::array) return false;
        for (auto const* child = at.first; child != nullptr; child = child->next)
            if (visit_json(*child, rest, visit)) return true;
        return false;
    }
    if (at.kind != kind::object) return false;
    auto const* member = at.find(step.name);
    return member != nullptr && visit_json(*member, rest, visit);
}

std::optional<std::string_view> method_of(value const& call) {
    if (call.kind != kind::object) return std::nullopt;
    auto const* method = call.find("method");
    if (method == nullptr || method->kind != kind::string) return std::nullopt;
    return method->text;
}

} // namespace

body_facts::body_facts(std::string_view text, reading_limits const& limits)
    : text_(text), limits_(limits), shape_(shape_of(text)) {}

value const* body_facts::root(shape asked) const {
    if (asked != shape_) return nullptr;
    if (!read_) {
        read_ = true;
        auto made = shape_ == shape::xml    ? read_xml(text_, limits_)
                    : shape_ == shape::json ? read_json(text_, limits_)
                                            : read_form(text_, limits_);
        if (made)
            document_.emplace(std::move(*made));
        else
            failure_ = made.error();
    }
    return document_ ? document_->root() : nullptr;
}

bool body_facts::xml_root(visitor const& visit) const {
    auto const* element = root(shape::xml);
    if (element == nullptr) return false;
    split_name const name(element->name);
    if (visit(name.local)) return true;
    std::string full = "{";
    full.append(scope{*element, nullptr}.namespace_of(name.prefix)).append("}").append(name.local);
    return visit(full);
}

bool body_facts::xml_path(std::string_view path, visitor const& visit) const {
    auto const* element = root(shape::xml);
    if (element == nullptr) return false;
    auto const first = take_xml_step(path);
    scope const at{*element, nullptr};
    return !first.attribute && is_called(at, first) && visit_xml(at, path, visit);
}

bool body_facts::xmlrpc_method(visitor const& visit) const {
    return xml_path("/methodCall/methodName", visit);
}

bool body_facts::jsonrpc_method(visitor const& visit) const {
    auto const* call = root(shape::json);
    if (call == nullptr) return false;
    if (call->kind != kind::array) {
        auto const method = method_of(*call);
        return method && visit(*method);
    }
    if (call->first == nullptr) return false;
    auto const method = method_of(*call->first);
    for (auto const* other = call->first; other != nullptr; other = other->next)
        if (!method || method_of(*other) != method) return false;
    return visit(*method);
}

bool body_facts::form(std::string_view name, visitor const& visit) const {
    auto const* fields = root(shape::form);
    if (fields == nullptr) return false;
    for (auto const* field = fields->first; field != nullptr; field = field->next)
        if (field->name == name && visit(field->text)) return true;
    return false;
}

bool body_facts::json(std::string_view path, visitor const& visit) const {
    auto const* top = root(shape::json);
    return top != nullptr && visit_json(*top, path, visit);
}

} // namespace ficus::acl
