#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace ficus::acl {

/// The positions of a longest common subsequence of two lists of `a` and `b` items, ascending on both sides.
/// Empty as well when more than `most_edits` insertions and removals lie between the two: time and memory are
/// bounded by its square. `is_equal` is asked of a position in the first list and one in the second, of most
/// pairs never.
template<class IsEqual>
std::vector<std::pair<std::size_t, std::size_t>>
common_subsequence(std::size_t a, std::size_t b, std::size_t most_edits, IsEqual&& is_equal) {
    // E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986): reach of d and k is how far along
    // the first list the best path of d edits gets on diagonal k (= position in the first - position in the
    // second). All are kept for the way back: of d edits d + 1, on every other diagonal.
    using position = std::ptrdiff_t;
    auto const n = static_cast<position>(a);
    auto const m = static_cast<position>(b);
    auto const bound = std::min(static_cast<position>(most_edits), n + m);
    std::vector<position> reaches;
    auto const reach = [&reaches](position d, position k) -> position& {
        return reaches[static_cast<std::size_t>(d * (d + 1) / 2 + (k + d) / 2)];
    };
    auto const goes_down = [&](position d, position k) {
        return k == -d || (k != d && reach(d - 1, k - 1) < reach(d - 1, k + 1));
    };

    position edits = -1;
    for (position d = 0; d <= bound && edits < 0; ++d) {
        reaches.resize(static_cast<std::size_t>((d + 1) * (d + 2) / 2));
        for (position k = -d; k <= d; k += 2) {
            auto x = d == 0 ? 0 : goes_down(d, k) ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
            auto y = x - k;
            while (x < n && y < m && is_equal(static_cast<std::size_t>(x), static_cast<std::size_t>(y)))
                ++x, ++y;
            reach(d, k) = x;
            if (x >= n && y >= m) {
                edits = d;
                break;
            }
        }
    }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (edits < 0) return pairs;

    auto x = n;
    auto y = m;
    for (auto d = edits; d >= 0; --d) {
        auto const k = x - y;
        auto const from_k = d == 0 ? 0 : goes_down(d, k) ? k + 1 : k - 1;
        auto const from_x = d == 0 ? 0 : reach(d - 1, from_k);
        auto const start_x = d == 0 ? 0 : from_k > k ? from_x : from_x + 1;
        for (; x > start_x; --x, --y)
            pairs.emplace_back(static_cast<std::size_t>(x - 1), static_cast<std::size_t>(y - 1));
        x = from_x;
        y = from_x - from_k;
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

/// Pairs each of `shorter` with one of `longer`, in order, at the least sum of costs: the partner of each.
/// Needs shorter <= longer; looks at every cost once.
std::vector<std::size_t> cheapest_pairing(std::size_t shorter, std::size_t longer,
                                          std::function<std::size_t(std::size_t, std::size_t)> const& cost);

} // namespace ficus::acl
