#include "acl/rest_carrier.hpp"

#include "acl/multipart.hpp"
#include "acl/xml.hpp"
#include "acl/xml_text.hpp"

#include <cstring>

namespace ficus::acl {
namespace {

constexpr std::string_view text_member = "#text";

std::string_view scalar_text(value const& scalar) {
    if (scalar.kind == kind::boolean) return scalar.truth ? "true" : "false";
    return scalar.text;
}

bool xml_can_hold(std::string_view text) {
    return find_non_xml_character(text) == std::string_view::npos;
}

/// What a sender may not say by a name of its own: a declaration, a nil or a type where its own format has
/// none, and a part of an envelope that is not there.
bool is_reserved(std::string_view name, dialect from, dialect to) {
    if (to.shape != shape::xml) return false;
    if (name.starts_with('@')) name.remove_prefix(1);
    if (from.envelope != to.envelope && name.starts_with("soap:")) return true;
    return from.shape != shape::xml &&
           (name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xsi:"));
}

/// Says something about the XML text, not about what it holds.
bool is_syntax(value const& member) {
    return member.name == "@xsi:nil" || member.name == "@xmlns:xsi";
}

} // namespace

std::string_view element_text(value const& element, document& into) {
    std::size_t texts = 0, size = 0;
    std::string_view found = "";
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) return {};
        // An attribute; what has another name is of a part that is kept as it came, and not its text.
        if (!child->name.empty()) {
            if (child->name.front() != '@') return {};
            continue;
        }
        ++texts;
        size += child->text.size();
        if (!child->text.empty()) found = child->text;
    }
    if (texts < 2) return found;
    auto* const joined = into.allocate(size + 1);
    std::size_t at = 0;
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (!child->name.empty() || child->text.empty()) continue;
        std::memcpy(joined + at, child->text.data(), child->text.size());
        at += child->text.size();
    }
    return {joined, size};
}

bool is_nil(value const& element) {
    if (element.kind != kind::element) return false;
    auto const* nil = element.find("@xsi:nil");
    return nil != nullptr && (nil->text == "true" || nil->text == "1");
}

void set_nil(value& element, document& into) {
    document::append(element, *into.make_string("true"), "@xsi:nil");
}

std::string_view rest_carrier::name_in_target(value const& member) const {
    if (is_reserved(member.name, from_, to_)) return {};
    if (is_alike()) return member.name.empty() ? std::string_view("") : member.name;
    if (to_.shape == shape::xml) {
        if (member.name == text_member && !member.is_container()) return "";
        auto const attribute = member.name.starts_with('@') && !member.is_container();
        return is_xml_name(attribute ? member.name.substr(1) : member.name) ? member.name
                                                                            : std::string_view{};
    }
    if (from_.shape == shape::xml && member.name.empty()) return text_member;
    return member.name.empty() ? std::string_view("") : member.name;
}

void rest_carrier::carry(value const& member, value& target) {
    if (from_.shape == shape::xml && to_.shape != shape::xml && is_syntax(member)) return;
    auto const name = name_in_target(member);
    bool const is_lost = from_.parts && !to_.parts && is_kept_part(member);
    if (name.data() == nullptr || is_lost) {
        ++dropped_;
        return;
    }
    if (is_alike()) {
        // The children are not changed by anybody, so both trees may hold them.
        auto* same = document_.make(member.kind);
        *same = member;
        document::append(target, *same, name);
        return;
    }
    switch (to_.shape) {
    case shape::json:
        if (auto* made = to_json(member))
            append_to_json(target, name, *made);
        else
            ++dropped_;
        return;
    case shape::xml: to_xml(member, name, target); return;
    case shape::form: break;
    }
    if (auto* made = to_form(member))
        document::append(target, *made, name);
    else
        ++dropped_;
}

/// A second one of the same name makes a list of both.
void rest_carrier::append_to_json(value& target, std::string_view name, value& made) {
    auto const [place, first] = carried_.try_emplace({&target, name}, &made);
    if (first) {
        document::append(target, made, name);
        return;
    }
    auto& earlier = *place->second;
    if (earlier.kind != kind::array) {
        auto* moved = document_.make(earlier.kind);
        *moved = earlier;
        auto* const next = earlier.next;
        earlier = value{};
        earlier.kind = kind::array;
        earlier.name = name;
        earlier.next = next;
        document::append(earlier, *moved);
    }
    document::append(earlier, made);
}

value* rest_carrier::to_json(value const& member) {
    if (from_.shape == shape::json) return to_other_json(member);
    if (member.kind != kind::element) {
        auto* made = document_.make(kind::string);
        made->text = member.text;
        return made;
    }
    if (is_nil(member)) return to_.null ? document_.make(kind::null) : nullptr;
    bool structured = false;
    for (auto const* child = member.first; child != nullptr; child = child->next)
        structured |= !child->name.empty() && !is_syntax(*child);
    if (!structured) {
        auto* made = document_.make(kind::string);
        made->text = element_text(member, document_);
        return made;
    }
    auto* object = document_.make(kind::object);
    for (auto const* child = member.first; child != nullptr; child = child->next) carry(*child, *object);
    return object;
}

/// Between formats with members and lists, of which one has text alone, or no null. Null when the other one
/// cannot hold it.
value* rest_carrier::to_other_json(value const& member) {
    if (member.kind == kind::null && !to_.null) return nullptr;
    auto* made = document_.make(member.kind);
    if (!member.is_container()) {
        if (!to_.typed && member.kind != kind::null) made->kind = kind::string;
        made->truth = member.truth;
        made->text = to_.typed ? member.text : scalar_text(member);
        return made;
    }
    for (auto const* child = member.first; child != nullptr; child = child->next) {
        if (auto* twin = to_other_json(*child))
            document::append(*made, *twin, child->name);
        else
            ++dropped_;
    }
    return made;
}

void rest_carrier::to_xml(value const& member, std::string_view name, value& target) {
    if (member.kind == kind::array) {
        for (auto const* item = member.first; item != nullptr; item = item->next) {
            if (item->kind == kind::array)
                ++dropped_;
            else
                to_xml(*item, name, target);
        }
        return;
    }
    if (!member.is_container() && member.kind != kind::null && !xml_can_hold(scalar_text(member))) {
        ++dropped_;
        return;
    }
    if (name.empty() || name.starts_with('@')) {
        if (member.kind == kind::null) {
            ++dropped_;
            return;
        }
        auto* text = document_.make(kind::string);
        text->text = scalar_text(member);
        document::append(target, *text, name);
        return;
    }
    auto* element = document_.make(kind::element);
    document::append(target, *element, name);
    if (member.kind == kind::null) {
        set_nil(*element, document_);
        wrote_nil_ = true;
    } else if (member.is_container()) {
        for (auto const* child = member.first; child != nullptr; child = child->next) carry(*child, *element);
    } else if (auto const text = scalar_text(member); !text.empty()) {
        auto* node = document_.make(kind::string);
        node->text = text;
        document::append(*element, *node);
    }
}

/// Null when a form cannot hold it.
value* rest_carrier::to_form(value const& member) {
    if (member.kind == kind::array) {
        auto* list = document_.make(kind::array);
        for (auto const* item = member.first; item != nullptr; item = item->next) {
            if (item->is_container() || item->kind == kind::null) return nullptr;
            document::append(*list, *to_form(*item));
        }
        return list;
    }
    if (member.kind == kind::null || member.kind == kind::object || is_nil(member)) return nullptr;
    auto* text = document_.make(kind::string);
    if (member.kind == kind::element) {
        auto const found = element_text(member, document_);
        if (found.data() == nullptr) return nullptr;
        text->text = found;
    } else {
        text->text = scalar_text(member);
    }
    return text;
}

} // namespace ficus::acl
