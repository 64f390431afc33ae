#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/xml_text.hpp"

// Most of what is mapped are scalars that go over as they are, or by a table. They take a short way here,
// which knows nothing else: whatever is odd about one, and every error, is left to emit_field().

namespace ficus::acl {
namespace {

/// The one text of an element that has nothing else but attributes; null data: it is not so simple.
std::string_view only_text(value const& element) {
    std::string_view text;
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->name.empty()) {
            if (child->kind != kind::string || text.data() != nullptr || child->text.empty()) return {};
            text = child->text;
        } else if (child->name.front() != '@' || child->name == "@xsi:nil") {
            return {};
        }
    }
    return text;
}

} // namespace

/// The same format on both sides: in the order sent. Otherwise in the mapping's, which is what an XML
/// sequence asks for, and the rest behind it.
std::optional<error> mapping_run::emit(mapping_level& here) {
    bool const as_sent = here.as_sent;
    if (as_sent && here.map.has_special())
        for (auto const& field : here.map.fields())
            if (field.is_special())
                if (auto failure = emit_special(here, field)) return failure;
    if (!as_sent)
        for (auto const& field : here.map.fields()) {
            auto const node = field.nodes[here.source_side];
            auto const* from = here.seen[node];
            // What lives on one side alone has no node on the other one.
            if (!field.constant_on && from != nullptr &&
                emit_quickly(here, here.map.route_from(here.source_side, node), *from))
                continue;
            if (auto failure = emit_field(here, field)) return failure;
        }
    for (auto const* event = here.first; event != nullptr; event = event->next) {
        if (event->unmapped != nullptr) {
            if (auto failure = emit_rest(here, event->node, *event->unmapped)) return failure;
            continue;
        }
        auto const& field = here.map.fields().data()[here.from[event->node].field];
        if (as_sent &&
            emit_quickly(here, here.map.route_from(here.source_side, event->node), *here.seen[event->node]))
            continue;
        if (as_sent && !field.constant_on && speaks_for(here, field, event->node))
            if (auto failure = emit_field(here, field)) return failure;
    }
    return std::nullopt;
}

bool mapping_run::emit_quickly(mapping_level& here, plain_route const& by, value const& from) {
    // Half of them, without a call, so that nothing has to be saved for one.
    auto* const container = here.made[by.container];
    if (by.rule.carries_anything && container != nullptr && trace_ == nullptr && from.kind != kind::null)
        if (auto* const made = memory_.take_like(from)) {
            document::append(*container, *made, by.name, by.plain_name);
            return true;
        }
    return emit_by_rule(here, by, from);
}

[[gnu::noinline]] bool mapping_run::emit_by_rule(mapping_level& here, plain_route const& by,
                                                 value const& from) {
    auto const& rule = by.rule;
    if (!rule.is_there || trace_ != nullptr) return false;
    if (by.is_xml || from.kind == kind::element) return emit_xml_quickly(here, by, from);
    value* made = nullptr;
    if (rule.carries_anything) {
        if (from.kind == kind::null) return false;
        made = memory_.make_like(from);
    } else {
        auto const text = rule.convert(way_, from);
        if (text.data() == nullptr) return false;
        made = memory_.make(rule.to);
        made->text = text;
        if (rule.keeps_note) made->note = from.note;
    }
    auto& into = here.made[by.container] != nullptr ? *here.made[by.container] : ensure(here, by.container);
    document::append(into, *made, by.name, by.plain_name);
    return true;
}

/// The same of what comes from XML, or goes there. Apart: inlined, it makes the other save more registers.
[[gnu::noinline]] bool mapping_run::emit_xml_quickly(mapping_level& here, plain_route const& by,
                                                     value const& from) {
    value scalar = from;
    if (from.kind == kind::element) {
        scalar = value{};
        scalar.kind = kind::string;
        scalar.text = only_text(from);
        if (scalar.text.data() == nullptr) return false;
    }
    auto const text = by.rule.carries_anything ? std::string_view{} : by.rule.convert(way_, scalar);
    if (text.data() == nullptr) return false;
    if (by.is_xml && find_non_xml_character(text) != std::string_view::npos) return false;
    auto& into = here.made[by.container] != nullptr ? *here.made[by.container] : ensure(here, by.container);
    if (by.is_element && text.empty()) return true;
    auto* const made = memory_.make(by.rule.to);
    made->text = text;
    if (by.rule.keeps_note) made->note = scalar.note;
    document::append(into, *made, by.name, by.plain_name);
    return true;
}

} // namespace ficus::acl
