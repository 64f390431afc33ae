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
    document::append(into, *made, element ? std::string_view{} : std::string_view(place.name));
    return true;
}

} // namespace ficus::acl
