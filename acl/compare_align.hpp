#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace ficus::acl {

/// The positions of a longest common subsequence, ascending on both sides. Empty as well when more than
/// `most_edits` insertions and removals lie between the two: time and memory are bounded by its square.
std::vector<std::pair<std::size_t, std::size_t>> common_subsequence(std::span<std::uint64_t const> a,
                                                                    std::span<std::uint64_t const> b,
                                                                    std::size_t most_edits);

/// Pairs each of `shorter` with one of `longer`, in order, at the least sum of costs: the partner of each.
/// Needs shorter <= longer; looks at every cost once.
std::vector<std::size_t> cheapest_pairing(std::size_t shorter, std::size_t longer,
                                          std::function<std::size_t(std::size_t, std::size_t)> const& cost);

} // namespace ficus::acl
