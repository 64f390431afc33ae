#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/scalar_text.hpp"
#include "acl/xml_text.hpp"

namespace ficus::acl {
namespace {

scalar_type type_of(kind k) {
    return k == kind::boolean  ? scalar_type::boolean
           : k == kind::number ? scalar_type::integer
                               : scalar_type::string;
}

} // namespace

/// Whether what is there says nothing, in a way that its side has for it.
bool mapping_run::says_nothing(mapping_level& here, mapped_field const& field, path_tree::index node,
                               value const& from) {
    auto const side = here.source_side;
    auto const& policy = *field.nothing;
    bool const is_list = here.from[node].repeated;
    if (from.kind == kind::array)
        return is_list && from.first == nullptr && policy.says(side, nothing::empty);
    if (from.kind == kind::null) return policy.says(side, nothing::null);
    if (is_list) return false;
    value scalar = from;
    if (from.kind == kind::element) {
        if (is_nil(from)) return policy.says(side, nothing::null);
        scalar.kind = kind::string;
        scalar.text = element_text(from, memory_);
        if (scalar.text.data() == nullptr) return false;
    }
    if (scalar.is_container()) return false;
    if (scalar.kind == kind::boolean) scalar.text = scalar.truth ? "true" : "false";
    auto const* rule = field.scalar ? &*field.scalar : nullptr;
    if (scalar.kind == kind::string && policy.says(side, nothing::empty)) {
        auto const* around = rule != nullptr ? rule->conversion().text() : nullptr;
        bool const layout =
            here.from.shape_at(node) == shape::xml && rule != nullptr &&
            (rule->type_on(side) != scalar_type::string || rule->conversion().is_number_or_time());
        if (scalar.text.empty() || (layout && is_xml_white_space(scalar.text)) ||
            (around != nullptr && around->side(side).is_blank(scalar.text)))
            return true;
    }
    return policy.says(side, scalar.text, type_of(scalar.kind), here.from.dialect_at(node).typed);
}

/// The source says that there is no value: the target is told so, in its own way.
std::optional<error> mapping_run::emit_nothing(mapping_level& here, mapped_field const& field) {
    auto const source = field.nodes[here.source_side];
    if (field.required)
        return error{error_code::missing, here.from.path_of(source),
                     "says that there is no value, and must have one"};
    if (auto const& text = field.missing[here.target_side])
        return fill_in(here, field, *field.scalar->make(here.target_side, *text, memory_));
    if (!field.composed || field.composed->parts_on != here.target_side) {
        if (auto failure = write_nothing(here, field, field.nodes[here.target_side])) return failure;
        for (auto const& copy : field.copies)
            if (field.copies_on == here.target_side)
                if (auto failure = write_nothing(here, field, copy.node)) return failure;
        return std::nullopt;
    }
    for (auto const& part : field.composed->parts)
        if (auto failure = write_nothing(here, field, part.node)) return failure;
    return std::nullopt;
}

std::optional<error> mapping_run::write_nothing(mapping_level& here, mapped_field const& field,
                                                path_tree::index node) {
    auto const& way = field.nothing->written(here.target_side);
    auto const& place = here.to[node];
    std::optional<error> failure;
    value* made = nullptr;
    if (place.repeated && way.as == nothing::empty) {
        failure = emit_no_elements(here, field);
    } else if (place.repeated && way.as == nothing::null) {
        made = memory_.make(kind::null);
        document::append(ensure(here, place.parent), *made, place.name);
    } else if (way.as != nothing::absent) {
        made = make_nothing(here, field, node);
        if (said_ != nullptr)
            *said_ = made;
        else if (!is_written_apart(here, field) || node != field.nodes[here.target_side])
            failure = write_at(here, node, *made);
    }
    if (!failure) note_nothing(here, field, node, made);
    return failure;
}

/// What the target has for no value.
value* mapping_run::make_nothing(mapping_level& here, mapped_field const& field, path_tree::index node) {
    auto const& way = field.nothing->written(here.target_side);
    if (way.as == nothing::null) return memory_.make(kind::null);
    if (way.as == nothing::empty) {
        auto* made = memory_.make_string("");
        auto const* around = field.scalar ? field.scalar->conversion().text() : nullptr;
        if (around != nullptr) made->text = memory_.keep(around->side(here.target_side).blank());
        return made;
    }
    if (!here.to.dialect_at(node).typed || way.value.type == scalar_type::string)
        return memory_.make_string(way.value.text);
    if (way.value.type == scalar_type::boolean) return memory_.make_boolean(way.value.text == "true");
    return memory_.make_number(way.value.text);
}

} // namespace ficus::acl
