#include "rules/path_index.hpp"

#include <xxhash.h>

#include <algorithm>

namespace ficus::rules {

std::size_t path_index::edge_hash::operator()(edge_view e) const {
    return XXH3_64bits_withSeed(e.label.data(), e.label.size(), e.from);
}

std::uint32_t path_index::child(std::uint32_t from, path_shape::segment const& s) {
    auto const fresh = static_cast<std::uint32_t>(nodes_.size());
    if (s.wildcard) {
        if (nodes_[from].wildcard != 0) return nodes_[from].wildcard;
        nodes_[from].wildcard = fresh;
    } else {
        auto const [at, added] = edges_.try_emplace(edge{from, s.literal}, fresh);
        if (!added) return at->second;
    }
    nodes_.emplace_back();
    return fresh;
}

std::vector<path_index::rank>& path_index::list_for(node& n, path_shape::tail end) {
    switch (end) {
    case path_shape::tail::none: return n.here;
    case path_shape::tail::deeper: return n.deeper;
    case path_shape::tail::any: break;
    }
    return n.any;
}

void path_index::add(path_shape const& shape, rank r) {
    std::uint32_t at = 0;
    auto const passed = [&] { nodes_[at].best = std::min(nodes_[at].best, r); };
    passed();
    for (auto const& s : shape.segments) {
        at = child(at, s);
        passed();
    }
    list_for(nodes_[at], shape.end).push_back(r);
}

} // namespace ficus::rules
