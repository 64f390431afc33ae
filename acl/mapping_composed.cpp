#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

namespace ficus::acl {

/// Of what is met in the order sent: whether the field is to be written now. Of several parts the first that
/// is there speaks for all.
bool mapping_run::speaks_for(mapping_level& here, mapped_field const& field, path_tree::index node) const {
    if (!field.copies.empty() && field.copies_on == here.source_side) {
        if (here.seen[field.nodes[here.source_side]] != nullptr) return node == field.nodes[here.source_side];
        for (auto const& copy : field.copies)
            if (here.seen[copy.node] != nullptr) return copy.node == node;
        return false;
    }
    if (!field.composed || field.composed->parts_on != here.source_side) return true;
    for (auto const& part : field.composed->parts)
        if (here.seen[part.node] != nullptr) return part.node == node;
    return false;
}

bool mapping_run::is_there(mapping_level& here, mapped_field const& field) const {
    if (!field.composed || field.composed->parts_on != here.source_side) {
        bool const copied = field.copies_on == here.source_side &&
                            std::any_of(field.copies.begin(), field.copies.end(),
                                        [&](auto const& copy) { return here.seen[copy.node] != nullptr; });
        return copied || here.seen[field.nodes[here.source_side]] != nullptr;
    }
    for (auto const& part : field.composed->parts)
        if (here.seen[part.node] != nullptr) return true;
    return false;
}

/// The text of a scalar without a conversion: an element's, or its own. Not a text: without data.
value mapping_run::as_scalar(value const& from) {
    if (from.kind != kind::element) return from;
    value scalar;
    if (is_nil(from)) return scalar;
    scalar.kind = kind::string;
    scalar.text = element_text(from, memory_);
    return scalar;
}

std::optional<error> mapping_run::emit_composed(mapping_level& here, mapped_field const& field) {
    return field.composed->parts_on == here.source_side ? emit_whole(here, field) : emit_parts(here, field);
}

std::optional<error> mapping_run::emit_parts(mapping_level& here, mapped_field const& field) {
    auto const source = field.nodes[here.source_side];
    auto const refuse = [&](error_code code, std::string message) {
        return error{code, here.from.path_of(source), std::move(message)};
    };
    auto const* from = here.seen[source];
    if (from == nullptr) return emit_absent(here, field);
    if (field.nothing && says_nothing(here, field, source, *from)) return emit_nothing(here, field);
    auto whole = as_scalar(*from);
    bool const has_elements = from->kind == kind::element && whole.text.data() == nullptr;
    if (field.composed->whole && !has_elements && whole.kind != kind::null) {
        auto const made = field.composed->whole->convert(way_, whole, memory_);
        if (!made) return refuse(made.error().code, made.error().message);
        whole = **made;
    }
    if (whole.kind != kind::string || has_elements)
        return refuse(error_code::wrong_type,
                      std::string(describe(from->kind == kind::element ? whole.kind : from->kind)) +
                          " where a text of several parts is due");
    auto const texts = field.composed->forms.read(whole.text);
    if (!texts) return refuse(error_code::wrong_type, texts.error());
    for (std::size_t i = 0; i < texts->size(); ++i) {
        if (!(*texts)[i]) continue;
        auto const& part = field.composed->parts[i];
        value text;
        text.kind = kind::string;
        text.text = *(*texts)[i];
        auto const made = part.scalar.convert(way_, text, memory_);
        std::optional<error> failure;
        if (!made)
            failure = made.error();
        else if (here.to.shape_at(part.node) == shape::xml &&
                 find_non_xml_character((*made)->text) != std::string_view::npos)
            failure = error{error_code::unrepresentable, {}, "a control character, which XML cannot hold"};
        else
            failure = write_at(here, part.node, **made);
        if (!failure) note_part(here, field, part.node, whole, **made);
        if (failure)
            return refuse(failure->code, '{' + field.composed->forms.names()[i] + "}: " + failure->message);
    }
    return std::nullopt;
}

std::optional<error> mapping_run::emit_whole(mapping_level& here, mapped_field const& field) {
    if (!is_there(here, field)) return emit_absent(here, field);
    auto const& parts = field.composed->parts;
    bool any = false;
    for (auto const& part : parts) {
        auto const* from = here.seen[part.node];
        any |= from == nullptr ? !field.nothing || !field.nothing->says(here.source_side, nothing::absent)
                               : !field.nothing || !says_nothing(here, field, part.node, *from);
    }
    if (!any) return emit_nothing(here, field);
    template_choice::parts texts(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const* from = here.seen[parts[i].node];
        if (from == nullptr) continue;
        auto const scalar = as_scalar(*from);
        auto const where = here.from.path_of(parts[i].node);
        if (scalar.kind == kind::null)
            return error{error_code::unrepresentable, where,
                         "null, which no part of a text can be; leave it out"};
        if (from->kind == kind::element && scalar.text.data() == nullptr)
            return error{error_code::wrong_type, where, "elements where text is due"};
        auto const made = parts[i].scalar.convert(way_, scalar, memory_);
        if (!made) return error{made.error().code, where, made.error().message};
        texts[i] = (*made)->text;
    }
    auto const first = std::find_if(parts.begin(), parts.end(),
                                    [&](auto const& part) { return here.seen[part.node] != nullptr; });
    auto const where = here.from.path_of(first->node);
    std::string whole;
    if (auto const done = field.composed->forms.write(texts, whole); !done)
        return error{error_code::unrepresentable, where, done.error()};
    if (here.to.shape_at(field.nodes[here.target_side]) == shape::xml &&
        find_non_xml_character(whole) != std::string_view::npos)
        return error{error_code::unrepresentable, where, "a control character, which XML cannot hold"};
    auto* made = memory_.make_string(whole);
    if (field.composed->whole) {
        auto const converted = field.composed->whole->convert(way_, *made, memory_);
        if (!converted) return error{converted.error().code, where, converted.error().message};
        made = *converted;
    }
    auto& text = *made;
    auto failure = write(here, field, text);
    if (failure && failure->where.empty()) failure->where = where;
    if (!failure) note_whole(here, field, text);
    return failure;
}

} // namespace ficus::acl
