#include "acl/mapping.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

// What is known of the sides' trees once all fields lie in them.

namespace ficus::acl {

void mapping::find_wrappers(std::size_t side) {
    auto& tree = trees_[side];
    for (auto const& field : fields_) {
        if (!field.paths[side].repeated || field.constant_on || field.paths[side].steps.empty() ||
            field.is_outside(side) || field.paths[side].keyed)
            continue;
        auto& wrapper = tree[tree[field.nodes[side]].parent];
        bool const is_root = field.paths[side].steps.size() == 1;
        bool const alone =
            wrapper.children.size() + wrapper.numbered.size() == 1 && wrapper.field == path_tree::none;
        // The root is always there: it says something about the list only where the other side is nothing
        // else.
        wrapper.wraps_list = alone && (!is_root || field.paths[1 - side].steps.empty());
    }
}

namespace {

bool leads_into_document(mapped_field const& field) {
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const* path : field.paths_on(side))
            if (!path->documents.empty()) return true;
    return false;
}

} // namespace

/// Containers correspond where the fields inside of both are the same ones and as deep: then what is unmapped
/// in one is kept in the other, and finds its way back.
void mapping::find_counterparts() {
    using node_pair = std::pair<path_tree::index, path_tree::index>;
    std::array<std::map<path_tree::index, std::set<path_tree::index>>, 2> partners;
    partners[0][path_tree::root].insert(path_tree::root);
    partners[1][path_tree::root].insert(path_tree::root);
    auto const meet = [&](node_pair at) {
        while (at.first != path_tree::root || at.second != path_tree::root) {
            if (at.first != path_tree::root) at.first = trees_[0][at.first].parent;
            if (at.second != path_tree::root) at.second = trees_[1][at.second].parent;
            partners[0][at.first].insert(at.second);
            partners[1][at.second].insert(at.first);
        }
    };
    for (auto const& field : fields_) {
        if (field.constant_on || field.spreads_alone || leads_into_document(field)) continue;
        if (!field.composed) {
            if (!field.is_outside(0) && !field.is_outside(1)) meet({field.nodes[0], field.nodes[1]});
            continue;
        }
        auto const on = field.composed->parts_on;
        for (auto const& part : field.composed->parts)
            if (part.path.where == acl::place::body && !field.is_outside(1 - on))
                meet(on == 0 ? node_pair{part.node, field.nodes[1]} : node_pair{field.nodes[0], part.node});
    }
    for (auto const& [legacy, moderns] : partners[0]) {
        if (moderns.size() != 1 || partners[1][*moderns.begin()].size() != 1) continue;
        if (trees_[0][legacy].chooses || trees_[1][*moderns.begin()].chooses) continue;
        trees_[0][legacy].counterpart = *moderns.begin();
        trees_[1][*moderns.begin()].counterpart = legacy;
    }
    // The roots are each other's whatever the fields are.
    trees_[0][path_tree::root].counterpart = trees_[1][path_tree::root].counterpart = path_tree::root;
}

/// Of every node of that side: whether something plain lives there, and where it goes.
void mapping::find_routes(std::size_t side) {
    auto& routes = routes_[side];
    routes.resize(trees_[side].size());
    for (path_tree::index node = 0; node < trees_[side].size(); ++node) {
        auto const& lives = trees_[side][node];
        if (lives.field == path_tree::none) continue;
        auto const& field = fields_[lives.field];
        auto& route = routes[node];
        route.has_nothing_below = lives.is_leaf();
        bool const says_all = field.scalar && field.nodes[side] == node && !field.script && !field.is_list &&
                              !field.split && !field.constant_on && !field.nothing && !field.is_link &&
                              !field.paging && field.copies.empty() && field.spreads.empty();
        auto const target = field.nodes[1 - side];
        auto const& place = trees_[1 - side][target];
        if (!says_all || place.parent == path_tree::none) continue;
        route.rule = field.scalar->plain_from(side);
        route.is_xml = place.dialect.shape == shape::xml;
        route.is_element = route.is_xml && !place.name.starts_with('@');
        route.container = route.is_element ? target : place.parent;
        if (!route.is_element) route.name = place.name;
        route.plain_name = !route.is_element && place.plain_name;
    }
}

} // namespace ficus::acl
