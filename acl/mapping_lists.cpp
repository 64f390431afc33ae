#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"

#include <set>

namespace ficus::acl {
namespace {

/// Of what is at `inner` in an element.
std::string place_of_item(path_tree const& tree, path_tree::index list, field_path const& path,
                          value const& item, std::size_t position, std::string const& inner) {
    auto const of = tree.shape_at(list);
    if (path.numbered) {
        auto const parent = tree[list].parent;
        auto const around = parent == path_tree::root ? std::string() : tree.path_of(parent);
        bool const flat = tree[list].is_flat;
        auto const& pattern = tree[list].patterns.front();
        if (!flat) return join_paths(of, join_paths(of, around, item.name), inner);
        return join_paths(of, around, write_last_number(inner.empty() ? pattern.text() : inner, position));
    }
    auto const outer = path.steps.empty() ? std::string() : tree.path_of(list);
    if (path.keyed) return join_paths(of, join_paths(of, outer, item.name), inner == "value()" ? "" : inner);
    return join_paths(of, outer + '[' + std::to_string(position) + ']', inner == "value()" ? "" : inner);
}

} // namespace

std::optional<error> mapping_run::emit_list(mapping_level& here, mapped_field const& field,
                                            value const& from) {
    auto const source = field.nodes[here.source_side];
    auto const& path = field.paths[here.source_side];
    bool const xml = here.from.shape_at(source) == shape::xml;
    bool const in_array = from.kind == kind::array || path.keyed;
    auto const skip = [&](value const* item) {
        while (path.keyed && item != nullptr &&
               (!is_member(*item, xml) || here.from.find(source, item->name) != path_tree::none))
            item = item->next;
        return item;
    };
    auto const* item = skip(in_array ? from.first : &from);
    list_place into{list_in_target(here, field, item != nullptr)};
    if (trace_ != nullptr) {
        std::size_t elements = 0;
        for (auto const* each = item; each != nullptr; each = skip(next_item(*each, in_array))) ++elements;
        note_list(here, field, elements);
    }
    if (into.container == nullptr) return std::nullopt;
    if (trace_ == nullptr && field.maps_objects) return emit_objects(here, field, item, in_array, into);
    std::set<std::string_view> names;
    for (; item != nullptr; item = skip(next_item(*item, in_array)), ++into.position) {
        std::optional<traced_item> at;
        if (trace_ != nullptr) at.emplace(*this, here, field, item->name, into.position);
        auto failure =
            path.keyed && xml && !names.insert(item->name).second
                ? refuse(error_code::repeated, {}, "appears more than once, where each has a name of its own")
                : emit_item(here, field, *item, into);
        if (!failure) continue;
        failure->where = place_of_item(here.from, source, path, *item, into.position, failure->where);
        return failure;
    }
    if (field.paths[here.target_side].side_by_side) finish_lists(here, field, into);
    if (field.is_single[here.target_side])
        leave_single(*into.container, here.to.dialect_at(field.nodes[here.target_side]));
    return std::nullopt;
}

/// Most lists are of objects whose fields are mapped one by one: what is the same for all of them is asked
/// once.
std::optional<error> mapping_run::emit_objects(mapping_level& here, mapped_field const& field,
                                               value const* item, bool in_array, list_place& into) {
    auto const& elements = *field.elements;
    auto const& target = here.to[field.nodes[here.target_side]];
    bool const json = target.dialect.shape == shape::json;
    for (; item != nullptr; item = next_item(*item, in_array), ++into.position) {
        auto* const made = memory_.make(json ? kind::object : kind::element);
        if (auto failure = run_one(elements, {item, nullptr, true}, {made, nullptr})) {
            failure->where =
                place_of_item(here.from, field.nodes[here.source_side], field.paths[here.source_side], *item,
                              into.position, failure->where);
            return failure;
        }
        if (json)
            document::append(*into.container, *made);
        else
            document::append(*into.container, *made, target.name, target.plain_name);
    }
    return std::nullopt;
}

std::optional<error> mapping_run::emit_item(mapping_level& here, mapped_field const& field, value const& item,
                                            list_place& into) {
    auto const dialect = here.to.dialect_at(field.nodes[here.target_side]);
    auto const of = dialect.shape;
    if (field.elements) {
        bool const array = field.elements->is_list(here.target_side) ||
                           field.elements->tree(here.target_side)[path_tree::root].is_array();
        auto* const element = make_container(of, array);
        value *key = nullptr, *made_key = nullptr;
        if (field.paths[here.source_side].keyed) {
            key = memory_.make(kind::object);
            document::append(*key, *memory_.make_string(item.name), "key()");
        }
        if (field.paths[here.target_side].keyed) made_key = memory_.make(kind::object);
        if (auto failure = run(*field.elements, {&item, key, true}, {element, made_key})) return failure;
        return place_item(here, field, item, *element, made_key, into);
    }
    std::optional<error> failure;
    auto* made = convert(here, field, item, failure);
    if (made == nullptr) return failure;
    note_item(field, item, *made);
    if (of == shape::xml && !here.to[field.nodes[here.target_side]].name.starts_with('@')) {
        auto* const element = memory_.make(kind::element);
        if (made->kind == kind::null) {
            set_nil(*element, memory_);
            wrote_nil_ = true;
        } else if (!made->text.empty()) {
            document::append(*element, *made);
        }
        made = element;
    } else if (made->kind == kind::null && (!dialect.null || of == shape::xml)) {
        return refuse(error_code::unrepresentable, {},
                      "null, which '" + here.to.path_of(field.nodes[here.target_side]) +
                          "' cannot hold; leave it out");
    }
    return place_item(here, field, item, *made, nullptr, into);
}

} // namespace ficus::acl
