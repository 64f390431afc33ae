#pragma once

#include "rules/path.hpp"
#include "rules/path_shape.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// Finds the shapes that take a path: a trie over segments. What it holds are ranks, of which the lowest
/// wins. Laid out so that a walk touches two cache lines a segment.
class path_index {
public:
    using rank = std::uint32_t;
    static constexpr rank none = std::numeric_limits<rank>::max();

    /// Ranks are below 2^31 and are added in descending order.
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
    /// Of a list of ranks: it has but this one, which stands in place of the first link.
    static constexpr std::uint32_t single = 1u << 31;

    /// Lists of ranks: `none`, a single one, or the first of links in ascending order.
    struct alignas(32) node {
        std::uint32_t wildcard = 0;  ///< child; 0: none
        rank best = none;            ///< lowest rank here and below
        std::uint32_t here = none;   ///< take the path that ends here
        std::uint32_t deeper = none; ///< take what goes on from here
        std::uint32_t any = none;    ///< take both
        bool has_literals = false;   ///< edges lead on from here
        bool only_literals = false;  ///< and nothing else, for a path that goes on
    };
    struct alignas(32) edge {
        std::uint32_t from = 0;
        std::uint32_t to = 0; ///< 0: no edge
        std::uint32_t size = 0;
        std::array<char, 20> label{}; ///< or, of a longer one, where it begins in long_labels_
    };
    struct link {
        rank value;
        std::uint32_t next;
    };

    std::uint32_t child(std::uint32_t from, path_shape::segment const& s);
    std::string_view label_of(edge const& e) const;
    /// Where the edge is, or where it would be.
    std::size_t slot_of(std::uint32_t from, std::string_view label) const;
    std::uint32_t literal(std::uint32_t from, std::string_view label) const {
        return edges_[slot_of(from, label)].to;
    }
    void grow();
    static std::uint32_t& list_for(node& n, path_shape::tail end);
    void prepend(std::uint32_t& list, rank r);
    static void note_ways(node& n);

    template<class Accept>
    void improve(std::uint32_t list, rank& best, Accept& accept) const {
        while (list != none) {
            bool const last = (list & single) != 0;
            auto const r = last ? list & ~single : links_[list].value;
            if (r >= best) return;
            if (accept(r)) {
                best = r;
                return;
            }
            if (last) return;
            list = links_[list].next;
        }
    }

    template<class Accept>
    void walk(std::uint32_t at, normal_path const& path, std::size_t depth, rank& best,
              Accept& accept) const {
        auto const* n = &nodes_[at];
        // Where a node has but literals, what is below them is all there is.
        for (; n->best < best && n->only_literals && depth < path.size(); n = &nodes_[at], ++depth)
            if (at = literal(at, path.segment(depth)); at == 0) return;
        if (n->best >= best) return;
        if (depth == path.size()) {
            improve(n->here, best, accept);
        } else {
            auto const segment = path.segment(depth);
            // Deep first: what is found there mostly wins, and then nothing else needs to be asked.
            if (n->has_literals)
                if (auto const to = literal(at, segment); to != 0) walk(to, path, depth + 1, best, accept);
            if (n->wildcard != 0 && !segment.empty()) walk(n->wildcard, path, depth + 1, best, accept);
            improve(n->deeper, best, accept);
        }
        improve(n->any, best, accept);
    }

    std::vector<node> nodes_{node{}};
    std::vector<edge> edges_ = std::vector<edge>(8); ///< open addressing, at most half full
    std::size_t used_ = 0;
    std::vector<link> links_;
    std::string long_labels_;
};

} // namespace ficus::rules
