#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

// What of a source is known to the mapping is found here; what is plain goes over at once (mapping_emit.cpp).

namespace ficus::acl {

std::optional<error> mapping_run::collect_body(mapping_level& here, value const& body) {
    if (here.map.is_value(here.source_side)) {
        here.add_field_event(path_tree::root);
        return std::nullopt;
    }
    bool const list = here.map.is_list(here.source_side);
    bool const array = list || here.from[path_tree::root].is_array();
    auto const& root = here.from[path_tree::root];
    bool const is_other = root.has_document ||
                          (list && here.map.fields()[root.field].is_single[here.source_side]) ||
                          (!array && is_empty_list(here.from.dialect(), body));
    if (here.from.shape() == shape::json && !is_other && body.kind != (array ? kind::array : kind::object))
        return refuse(error_code::wrong_type, {},
                      std::string(describe(body.kind)) +
                          (array ? " where a list is due" : " where an object is due"));
    if (here.from[path_tree::root].field != path_tree::none) here.add_field_event(path_tree::root);
    return list ? std::nullopt : collect(here, path_tree::root, body);
}

std::optional<error> mapping_run::collect(mapping_level& here, path_tree::index node,
                                          value const& container) {
    auto const& tree = here.from;
    bool const xml = tree.shape_at(node) == shape::xml;
    if (tree[node].is_array() && !xml) return collect_elements(here, node, container);
    std::size_t hint = 0;
    std::vector<numbered_member> numbers;
    std::vector<std::pair<path_tree::index, std::size_t>> several;
    for (auto const* child = container.first; child != nullptr; child = child->next) {
        // An element's text belongs to the field that the element is; between elements it is layout.
        if (xml && child->name.empty() &&
            (tree[node].field != path_tree::none || tree[node].has_document ||
             is_xml_white_space(child->text)))
            continue;
        auto const found = tree.find(node, child->name, hint);
        if (found == path_tree::none) {
            bool is_taken = tree[node].keyed && is_member(*child, xml);
            if (!is_taken && !tree[node].numbered.empty())
                if (auto failure = take_number(here, node, *child, numbers, is_taken)) return failure;
            if (is_taken || (tree[node].choice && tree[node].choice->find(child->name) != nullptr)) continue;
            if (keep_rest_ && node != path_tree::head && !tree[node].keeps_no_rest) {
                here.add_event(node, child);
            } else {
                ++dropped_;
                note_rest(here, node, *child, trace_step::did::dropped);
            }
            continue;
        }
        // Most are scalars that come once; what follows is for all others.
        auto const& route = here.map.route_from(here.source_side, found);
        if (here.seen[found] == nullptr && route.has_nothing_below) {
            here.seen[found] = child;
            // What goes over in the order in which it came need not wait, as long as nothing does.
            bool const at_once = here.as_sent && here.first == nullptr && !here.map.has_special();
            if (!at_once || !emit_quickly(here, route, *child)) here.add_field_event(found);
            continue;
        }
        if (xml && tree[found].is_tuple) {
            auto const position = position_of_next(here, found, *child, several);
            if (position != path_tree::none)
                if (auto failure = collect_child(here, position, *child)) return failure;
            continue;
        }
        if (auto failure = collect_child(here, found, *child)) return failure;
    }
    if (!numbers.empty())
        if (auto failure = finish_numbers(here, numbers)) return failure;
    if (tree[node].wraps_list) {
        auto const list =
            tree[node].children.empty() ? tree[node].numbered.front() : tree[node].children.front();
        if (here.seen[list] == nullptr) {
            here.seen[list] = &empty_list;
            here.add_field_event(list);
        }
    }
    return std::nullopt;
}

/// Of one of several elements that are known by their positions; none: it is dropped. `met`: how many of each
/// there were.
path_tree::index mapping_run::position_of_next(mapping_level& here, path_tree::index node,
                                               value const& element,
                                               std::vector<std::pair<path_tree::index, std::size_t>>& met) {
    auto known = std::find_if(met.begin(), met.end(), [&](auto const& one) { return one.first == node; });
    if (known == met.end()) known = met.insert(met.end(), {node, 0});
    auto const found = here.from.find(node, '[' + std::to_string(known->second++) + ']');
    if (found != path_tree::none) return found;
    ++dropped_;
    note_rest(here, here.from[node].parent, element, trace_step::did::dropped);
    return found;
}

/// By their positions, or by what they say. Those that no field names have no place to be kept in.
std::optional<error> mapping_run::collect_elements(mapping_level& here, path_tree::index node,
                                                   value const& list) {
    std::size_t position = 0;
    for (auto const* child = list.first; child != nullptr; child = child->next, ++position) {
        if (here.from[node].chooses) {
            if (auto failure = collect_chosen(here, node, *child)) return failure;
            continue;
        }
        auto const found = here.from.find(node, '[' + std::to_string(position) + ']');
        if (found == path_tree::none) {
            ++dropped_;
            note_rest(here, node, *child, trace_step::did::dropped);
        } else if (auto failure = collect_child(here, found, *child)) {
            return failure;
        }
    }
    return std::nullopt;
}

std::optional<error> mapping_run::collect_chosen(mapping_level& here, path_tree::index list,
                                                 value const& child) {
    auto const found = here.from.choose(list, child);
    if (found != path_tree::none) return collect_child(here, found, child);
    ++dropped_;
    note_rest(here, here.from.shape_at(list) == shape::xml ? here.from[list].parent : list, child,
              trace_step::did::dropped);
    return std::nullopt;
}

std::optional<error> mapping_run::collect_child(mapping_level& here, path_tree::index found,
                                                value const& child) {
    auto const& node = here.from[found];
    if (node.chooses && here.from.shape_at(found) == shape::xml) return collect_chosen(here, found, child);
    if (here.seen[found] != nullptr) {
        if (node.repeated && !node.keyed) return std::nullopt;
        if (node.choice)
            return refuse(error_code::repeated, here.from.path_of(found),
                          "more than one element says so, and one alone is meant");
        return refuse(error_code::repeated, here.from.path_of(found),
                      "appears more than once; if it may, end its paths in [] in the mapping");
    }
    here.seen[found] = &child;
    if (node.field != path_tree::none) here.add_field_event(found);
    if (node.children.empty() && node.numbered.empty() && !node.keyed) return std::nullopt;
    if (here.from.shape_at(found) == shape::json && !node.has_document &&
        child.kind != (node.is_array() ? kind::array : kind::object)) {
        // Null has none of the members that the mapping names; that it was there is lost.
        if (child.kind == kind::null) return drop_container(here, found, child);
        if (!node.is_array() && is_empty_list(here.from.dialect_at(found), child))
            return drop_container(here, found, child);
        return refuse(error_code::wrong_type, here.from.path_of(found),
                      std::string(describe(child.kind)) +
                          (node.is_array() ? " where a list is due" : " where an object is due"));
    }
    bool const says_list = node.wraps_list || node.keyed || !node.numbered.empty();
    if (child.first == nullptr && node.field == path_tree::none && !says_list && !node.has_document)
        return drop_container(here, found, child);
    return collect(here, found, child);
}

} // namespace ficus::acl
