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
            auto const* from = field.is_plain ? here.seen[field.nodes[here.source_side]] : nullptr;
            if (from != nullptr && emit_quickly(here, field, *from)) continue;
            if (auto failure = emit_field(here, field)) return failure;
        }
    for (auto const* event = here.first; event != nullptr; event = event->next) {
        if (event->unmapped != nullptr) {
            if (auto failure = emit_rest(here, event->node, *event->unmapped)) return failure;
            continue;
        }
        auto const& field = here.map.fields().data()[here.from[event->node].field];
        if (as_sent && field.is_plain && emit_quickly(here, field, *here.seen[event->node])) continue;
        if (as_sent && !field.constant_on && speaks_for(here, field, event->node))
            if (auto failure = emit_field(here, field)) return failure;
    }
    return std::nullopt;
}

/// What goes over in the order in which it came need not wait for its turn, as long as nothing does.
bool mapping_run::emit_at_once(mapping_level& here, path_tree::index node, value const& from) {
    if (!here.as_sent || here.first != nullptr || here.map.has_special()) return false;
    auto const& field = here.map.fields().data()[here.from[node].field];
    return field.is_plain && emit_quickly(here, field, from);
}

bool mapping_run::emit_quickly(mapping_level& here, mapped_field const& field, value const& from) {
    auto const target = field.nodes[here.target_side];
    auto const& place = here.to[target];
    if (trace_ != nullptr || place.parent == path_tree::none) return false;
    auto const& rule = *field.scalar;
    auto* const made = memory_.make(kind::string);
    if (rule.carries_anything()) {
        if (from.kind == kind::null) return false;
        *made = from;
    } else if (from.kind == kind::element) {
        made->text = only_text(from);
        if (made->text.data() == nullptr || !rule.convert_quickly(way_, *made, *made)) return false;
    } else if (!rule.convert_quickly(way_, from, *made)) {
        return false;
    }
    bool const xml = place.dialect.shape == shape::xml;
    if (xml && find_non_xml_character(made->text) != std::string_view::npos) return false;
    bool const element = xml && !place.name.starts_with('@');
    auto const container = element ? target : place.parent;
    auto& into = here.made[container] != nullptr ? *here.made[container] : ensure(here, container);
    if (element && made->text.empty()) return true;
    if (element)
        document::append(into, *made);
    else
        document::append(into, *made, place.name, place.plain_name);
    return true;
}

} // namespace ficus::acl
