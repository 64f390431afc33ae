#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace ficus::resilience {

/// An endpoint that a request may go to.
struct candidate {
    double weight = 1.0;      ///< 0: it may not
    std::uint32_t in_use = 0; ///< requests under way there
};

/// The better one of two that are drawn by their weights: the one with fewer requests under way for its
/// weight (M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 1996). None where no
/// candidate has a weight; the only one that has without a draw. `random`: all 64 bits of it. Where both are
/// alike it is the first that was drawn.
std::optional<std::size_t> pick(std::span<candidate const> candidates, std::uint64_t random);

} // namespace ficus::resilience
