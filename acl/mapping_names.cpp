#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/quoted.hpp"
#include "acl/xml.hpp"

#include <algorithm>

namespace ficus::acl {

/// The same value under another name: its children are not changed by anybody, so both trees may hold them.
value* mapping_run::renamed(value const& member, std::string_view name) {
    auto* same = memory_.make(member.kind);
    *same = member;
    same->next = nullptr;
    same->name = name;
    same->plain_name = false;
    return same;
}

std::optional<error> mapping_run::take_number(mapping_level& here, path_tree::index node, value const& member,
                                              std::vector<numbered_member>& taken, bool& is_taken) {
    auto const [list, pattern] = here.from.find_numbered(node, member.name);
    is_taken = list != path_tree::none;
    if (!is_taken) return std::nullopt;
    if (pattern->is_of_list()) return take_list(here, list, *pattern, member, taken);
    auto const found = pattern->find(member.name);
    if (!found->is_plain)
        return error{error_code::unknown_value,
                     join_paths(here.from.shape(), node == path_tree::root ? "" : here.from.path_of(node),
                                member.name),
                     "its number is not one of '" + pattern->text() + "': those are " +
                         pattern->write(pattern->first()) + ", " + pattern->write(pattern->first() + 1) +
                         "..."};
    if (here.seen[list] == nullptr) {
        here.seen[list] = &member; // until all are known
        here.add_field_event(list);
    }
    taken.push_back({list, pattern, found->number - pattern->first(), &member});
    return std::nullopt;
}

/// Members in the order of their numbers become a list, which the source then seems to have.
std::optional<error> mapping_run::finish_numbers(mapping_level& here, std::vector<numbered_member>& taken) {
    auto const& tree = here.from;
    if (auto failure = check_lists(here, taken)) return failure;
    std::stable_sort(taken.begin(), taken.end(), [](numbered_member const& a, numbered_member const& b) {
        return a.list != b.list ? a.list < b.list : a.position < b.position;
    });
    value* list = nullptr;
    value* element = nullptr;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        auto const& [node, pattern, position, member] = taken[i];
        auto const parent = tree[node].parent;
        auto const refuse = [&](error_code code, std::string_view name, std::string message) {
            return error{
                code, join_paths(tree.shape(), parent == path_tree::root ? "" : tree.path_of(parent), name),
                std::move(message)};
        };
        if (i == 0 || taken[i - 1].list != node) {
            list = memory_.make(kind::array);
            here.seen[node] = list;
        }
        bool const is_next = list->count == 0 || taken[i - 1].position != position;
        if (is_next && position != list->count)
            return refuse(error_code::missing, pattern->write(list->count + pattern->first()),
                          "is not there, and " + quoted(member->name) +
                              " is; the numbers of a list begin with the first and leave none out");
        if (!tree[node].is_flat) {
            if (!is_next)
                return refuse(error_code::repeated, member->name,
                              "appears more than once; each number has one value");
            document::append(*list, *renamed(*member, {}), member->name);
            continue;
        }
        if (is_next) {
            element = make_container(tree.shape_at(node), false);
            document::append(*list, *element);
        }
        auto const name = memory_.keep(pattern->inner(member->name));
        document::append(*element, *renamed(*member, {}), name);
    }
    return std::nullopt;
}

/// The container of the elements, made now; null where there is nothing to be made.
value* mapping_run::list_in_target(mapping_level& here, mapped_field const& field, bool has_items) {
    auto const target = field.nodes[here.target_side];
    auto const& place = here.to[target];
    if (place.keyed) return &ensure(here, target);
    if (here.to.shape_at(target) != shape::json || field.paths[here.target_side].numbered) {
        if (place.patterns.empty() || !place.patterns.front().is_of_list()) {
            if (!has_items && !here.to[place.parent].wraps_list) return nullptr;
        } else if (!has_items) {
            return lists_of_none(here, target);
        }
        return &ensure(here, place.parent);
    }
    if (target == path_tree::root) return here.made[path_tree::root];
    auto* const list = memory_.make(kind::array);
    document::append(ensure(here, place.parent), *list, place.name);
    return list;
}

std::optional<error> mapping_run::place_item(mapping_level& here, mapped_field const& field,
                                             value const& item, value& made, value const* beside,
                                             list_place& into) {
    auto const target = field.nodes[here.target_side];
    if (field.paths[here.target_side].keyed) return place_keyed(here, field, item, made, beside, into);
    if (field.paths[here.target_side].side_by_side) return place_in_lists(made, into);
    if (field.paths[here.target_side].numbered) return place_numbered(here, field, made, into);
    bool const has_name = here.to.shape_at(target) != shape::json;
    document::append(*into.container, made,
                     has_name ? std::string_view(here.to[target].name) : std::string_view{});
    return std::nullopt;
}

std::optional<error> mapping_run::place_keyed(mapping_level& here, mapped_field const& field,
                                              value const& item, value& made, value const* beside,
                                              list_place& into) {
    // Where in the element the name came from.
    auto const source = [&] {
        if (!field.elements) return std::string();
        for (auto const* variant : field.elements->variants())
            for (auto const& inner : variant->fields())
                if (inner.paths[here.target_side].where == place::key && !inner.constant_on)
                    return variant->tree(here.source_side).path_of(inner.nodes[here.source_side]);
        return std::string();
    };
    auto const target = field.nodes[here.target_side];
    auto key = item.name;
    if (field.elements) {
        auto const* said = beside->find("key()");
        if (said == nullptr)
            return error{error_code::missing, source(),
                         "is not there, and on the other side it is the name of a member"};
        key = said->text;
    }
    if (here.to.shape_at(target) == shape::xml && !is_xml_name(key))
        return error{error_code::unrepresentable, source(),
                     quoted(key) + ", which cannot be the name of an element"};
    if (here.to.find(target, key) != path_tree::none)
        return error{error_code::unrepresentable, source(),
                     quoted(key) + ", which is the name of something else on the other side"};
    if (!into.names.insert(key).second)
        return error{error_code::repeated, source(),
                     quoted(key) + " is there twice, and on the other side it is the name of one member"};
    document::append(*into.container, made, key);
    note_key(here, key);
    return std::nullopt;
}

std::optional<error> mapping_run::place_numbered(mapping_level& here, mapped_field const& field, value& made,
                                                 list_place& into) {
    auto const& list = here.to[field.nodes[here.target_side]];
    if (!list.is_flat) {
        auto const& pattern = list.patterns.front();
        document::append(*into.container, made, memory_.keep(pattern.write(into.position + pattern.first())));
        return std::nullopt;
    }
    if (made.first == nullptr)
        return error{error_code::unrepresentable,
                     {},
                     "has nothing that the other side names, where an element is there by what is of it"};
    for (auto const* child = made.first; child != nullptr; child = child->next)
        document::append(*into.container, *renamed(*child, {}),
                         memory_.keep(write_last_number(child->name, into.position)));
    return std::nullopt;
}

} // namespace ficus::acl
