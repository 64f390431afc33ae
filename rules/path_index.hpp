#pragma once

#include "rules/path.hpp"
#include "rules/path_shape.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// Finds the shapes that take a path: a trie over segments. What it holds are ranks, of which the lowest
/// wins.
class path_index {
public:
    using rank = std::uint32_t;
    static constexpr rank none = std::numeric_limits<rank>::max();

    /// Ranks are added in ascending order.
    void add(path_shape const& shape, rank r);
    bool empty() const { return nodes_.size() == 1 && nodes_.front().best == none; }

    /// The lowest rank below `bound` that takes the path and that `accept(rank)` agrees to; `bound` if there
    /// is none.
    template<class Accept>
    rank find(normal_path const& path, rank bound, Accept accept) const {
        walk(0, path, 0, bound, accept);
        return bound;
    }

private:
    struct node {
        std::uint32_t wildcard = 0; ///< child; 0: none
        rank best = none;           ///< lowest rank here and below
        std::vector<rank> here;     ///< take the path that ends here
        std::vector<rank> deeper;   ///< take what goes on from here
        std::vector<rank> any;      ///< take both
    };
    struct edge {
        std::uint32_t from;
        std::string label;
    };
    struct edge_view {
        std::uint32_t from;
        std::string_view label;
    };
    struct edge_hash {
        using is_transparent = void;
        using is_avalanching = void;
        std::size_t operator()(edge_view e) const;
        std::size_t operator()(edge const& e) const { return (*this)(edge_view{e.from, e.label}); }
    };
    struct edge_equal {
        using is_transparent = void;
        template<class A, class B>
        bool operator()(A const& a, B const& b) const {
            return a.from == b.from && a.label == b.label;
        }
    };

    std::uint32_t child(std::uint32_t from, path_shape::segment const& s);
    std::vector<rank>& list_for(node& n, path_shape::tail end);

    template<class Accept>
    static void improve(std::vector<rank> const& ranks, rank& best, Accept& accept) {
        for (auto r : ranks) {
            if (r >= best) return;
            if (accept(r)) {
                best = r;
                return;
            }
        }
    }

    template<class Accept>
    void walk(std::uint32_t at, normal_path const& path, std::size_t depth, rank& best,
              Accept& accept) const {
        auto const& n = nodes_[at];
        if (n.best >= best) return;
        if (depth == path.size()) {
            improve(n.here, best, accept);
        } else {
            auto const segment = path.segment(depth);
            // Deep first: what is found there mostly wins, and then nothing else needs to be asked.
            if (auto const found = edges_.find(edge_view{at, segment}); found != edges_.end())
                walk(found->second, path, depth + 1, best, accept);
            if (n.wildcard != 0 && !segment.empty()) walk(n.wildcard, path, depth + 1, best, accept);
            improve(n.deeper, best, accept);
        }
        improve(n.any, best, accept);
    }

    std::vector<node> nodes_{node{}};
    boost::unordered_flat_map<edge, std::uint32_t, edge_hash, edge_equal> edges_;
};

} // namespace ficus::rules
