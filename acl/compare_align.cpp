#include "acl/compare_align.hpp"

#include <algorithm>
#include <limits>

namespace ficus::acl {

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
