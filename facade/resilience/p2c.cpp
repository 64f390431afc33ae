#include "facade/resilience/p2c.hpp"

namespace ficus::resilience {

namespace {

/// The one in whose part of the sum of weights `at` lies, but for `without`.
std::size_t find(std::span<candidate const> candidates, double at, std::size_t without) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (i == without || candidates[i].weight <= 0) continue;
        last = i;
        if (at < candidates[i].weight) return i;
        at -= candidates[i].weight;
    }
    // What rounding leaves is the last one's.
    return last;
}

// Not of one more than are under way: where there are few, those of little weight would get none.
double load(candidate const& c) {
    return c.in_use / c.weight;
}

} // namespace

std::optional<std::size_t> pick(std::span<candidate const> candidates, std::uint64_t random) {
    double sum = 0;
    std::size_t count = 0;
    std::size_t only = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].weight <= 0) continue;
        sum += candidates[i].weight;
        ++count;
        only = i;
    }
    if (count == 0) return std::nullopt;
    if (count == 1) return only;
    auto const fraction = [](std::uint64_t bits) { return static_cast<double>(bits) * 0x1p-32; };
    auto const first = find(candidates, fraction(random >> 32) * sum, candidates.size());
    auto const rest = sum - candidates[first].weight;
    auto const second = find(candidates, fraction(random & 0xffff'ffff) * rest, first);
    return load(candidates[second]) < load(candidates[first]) ? second : first;
}

} // namespace ficus::resilience
