#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"

namespace ficus::acl {

std::optional<error> mapping_run::emit_rest(mapping_level& here, path_tree::index parent,
                                            value const& member) {
    auto const place = place_of_rest(here, parent);
    // A list of positions has no room for a name.
    bool const has_names = (place.node == path_tree::none || !here.to[place.node].is_array()) &&
                           !here.map.is_flat(0) && !here.map.is_flat(1);
    if (place.container != nullptr && has_names) {
        auto failure = keep(here, place, parent, member);
        if (!failure) note_rest(here, parent, member, trace_step::did::kept);
        return failure;
    }
    ++dropped_;
    note_rest(here, parent, member, trace_step::did::dropped);
    return std::nullopt;
}

/// A container of nothing that the mapping names: its fields are absent, and it is not told to the other
/// side.
std::optional<error> mapping_run::drop_container(mapping_level& here, path_tree::index node,
                                                 value const& container) {
    ++dropped_;
    note_rest(here, here.from[node].parent, container, trace_step::did::dropped);
    return std::nullopt;
}

/// A member may not land where the mapping reads something else on the way back.
std::optional<error> mapping_run::keep(mapping_level& here, rest_place into, path_tree::index from,
                                       value const& member) {
    auto const name = carrier_.name_in_target(member);
    if (auto failure = meets_list(here, into, from, member, name)) return failure;
    auto const taken = into.node == path_tree::none || name.data() == nullptr ? path_tree::none
                                                                              : here.to.find(into.node, name);
    if (taken == path_tree::none) {
        carrier_.carry(member, *into.container);
        return std::nullopt;
    }
    auto const& node = here.to[taken];
    bool const merges = !node.chooses && (node.field == path_tree::none || node.keyed) &&
                        node.counterpart == path_tree::none && member.is_container() &&
                        member.kind != kind::array;
    if (!merges) {
        auto where = from == path_tree::root ? std::string() : here.from.path_of(from);
        return error{
            error_code::unrepresentable, join_paths(here.from.shape(), where, member.name),
            "no field names it, and rest = \"keep\" cannot keep it: on the other side the mapping has '" +
                here.to.path_of(taken) + "' for something else; map it to a name of its own"};
    }
    rest_place const inner{&ensure(here, taken), taken};
    for (auto const* child = member.first; child != nullptr; child = child->next)
        if (auto failure = keep(here, inner, from, *child)) return failure;
    return std::nullopt;
}

/// Where all members are elements of a list, or all that are called by a number.
std::optional<error> mapping_run::meets_list(mapping_level& here, rest_place into, path_tree::index from,
                                             value const& member, std::string_view name) const {
    if (into.node == path_tree::none || name.data() == nullptr) return std::nullopt;
    auto const& tree = here.to;
    std::string list;
    bool const is_member = tree.shape() != shape::xml || !(name.empty() || name.starts_with('@'));
    if (tree[into.node].keyed && is_member)
        list = (into.node == path_tree::root ? std::string() : tree.path_of(into.node)) + "{}";
    else if (auto const found = tree.find_numbered(into.node, name).first; found != path_tree::none)
        list = tree.path_of(found);
    else
        return std::nullopt;
    auto where = from == path_tree::root ? std::string() : here.from.path_of(from);
    return error{error_code::unrepresentable, join_paths(here.from.shape(), where, member.name),
                 "no field names it, and rest = \"keep\" cannot keep it: on the other side it would be an "
                 "element of '" +
                     list + "'; map it to a name of its own"};
}

/// The container for what is unmapped in `from`: its counterpart, or one of the same names.
mapping_run::rest_place mapping_run::place_of_rest(mapping_level& here, path_tree::index from) {
    if (here.from[from].chooses) return {};
    auto const counterpart = here.from[from].counterpart;
    if (counterpart == path_tree::root && here.map.is_value(here.target_side)) return {};
    if (counterpart != path_tree::none) return {&ensure(here, counterpart), counterpart};
    auto const outer = place_of_rest(here, here.from[from].parent);
    if (outer.container == nullptr) return outer;
    value stand_in = *here.seen[from];
    stand_in.name = here.from[from].name;
    auto const name = carrier_.name_in_target(stand_in);
    if (name.data() == nullptr) return {};
    if (outer.node != path_tree::none) {
        auto const known = here.to.find(outer.node, name);
        if (known != path_tree::none) {
            if (here.to[known].field != path_tree::none || here.to[known].counterpart != path_tree::none ||
                here.to[known].chooses)
                return {};
            return {&ensure(here, known), known};
        }
    }
    if (here.kept_in == nullptr) here.kept_in = here.array<value*>(here.from.size());
    auto*& container = here.kept_in[from];
    if (container == nullptr) {
        container = make_container(here.to.shape(), false);
        document::append(*outer.container, *container, name);
    }
    return {container, path_tree::none};
}

} // namespace ficus::acl
