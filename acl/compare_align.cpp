#include "acl/compare_align.hpp"

#include <algorithm>
#include <limits>

namespace ficus::acl {

std::vector<std::pair<std::size_t, std::size_t>> common_subsequence(std::span<std::uint64_t const> a,
                                                                    std::span<std::uint64_t const> b,
                                                                    std::size_t most_edits) {
    // E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986): reach[k] is how far along `a` the
    // best path of d edits gets on diagonal k (= position in a - position in b); one copy per d is kept for
    // the way back.
    using position = std::ptrdiff_t;
    auto const n = static_cast<position>(a.size());
    auto const m = static_cast<position>(b.size());
    auto const bound = std::min(static_cast<position>(most_edits), n + m);
    std::vector<std::vector<position>> history;
    std::vector<position> reach(static_cast<std::size_t>(2 * bound + 3), 0);
    auto const middle = bound + 1;
    auto const at = [middle](auto& row, position k) -> auto& {
        return row[static_cast<std::size_t>(middle + k)];
    };
    auto const goes_down = [&](auto const& row, position d, position k) {
        return k == -d || (k != d && at(row, k - 1) < at(row, k + 1));
    };

    position edits = -1;
    for (position d = 0; d <= bound && edits < 0; ++d) {
        history.push_back(reach);
        for (position k = -d; k <= d; k += 2) {
            auto x =
                goes_down(history.back(), d, k) ? at(history.back(), k + 1) : at(history.back(), k - 1) + 1;
            auto y = x - k;
            while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)])
                ++x, ++y;
            at(reach, k) = x;
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
        auto const& row = history[static_cast<std::size_t>(d)];
        auto const k = x - y;
        auto const from_k = d == 0 ? 0 : goes_down(row, d, k) ? k + 1 : k - 1;
        auto const from_x = d == 0 ? 0 : at(row, from_k);
        auto const start_x = d == 0 ? 0 : from_k > k ? from_x : from_x + 1;
        for (; x > start_x; --x, --y)
            pairs.emplace_back(static_cast<std::size_t>(x - 1), static_cast<std::size_t>(y - 1));
        x = from_x;
        y = from_x - from_k;
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

std::vector<std::size_t> cheapest_pairing(std::size_t shorter, std::size_t longer,
                                          std::function<std::size_t(std::size_t, std::size_t)> const& cost) {
    // best[s][l]: the least cost of pairing the first s of the shorter among the first l of the longer.
    constexpr auto impossible = std::numeric_limits<std::size_t>::max() / 2;
    std::vector<std::vector<std::size_t>> best(shorter + 1, std::vector<std::size_t>(longer + 1, impossible));
    std::vector<std::vector<bool>> is_paired(shorter + 1, std::vector<bool>(longer + 1));
    best[0].assign(longer + 1, 0);
    for (std::size_t s = 1; s <= shorter; ++s)
        for (std::size_t l = s; l <= longer; ++l) {
            auto const paired = best[s - 1][l - 1] + cost(s - 1, l - 1);
            auto const skipped = best[s][l - 1];
            is_paired[s][l] = paired < skipped;
            best[s][l] = std::min(paired, skipped);
        }
    std::vector<std::size_t> partners(shorter);
    for (auto s = shorter, l = longer; s > 0; --l)
        if (is_paired[s][l]) partners[--s] = l - 1;
    return partners;
}

} // namespace ficus::acl
