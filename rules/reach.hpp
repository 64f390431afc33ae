#pragma once

#include "rules/host_index.hpp"
#include "rules/matcher.hpp"

#include <optional>
#include <vector>

namespace ficus::rules {

/// For each matcher (by rank) the rank of one that comes before it and takes all that it does.
std::vector<std::optional<path_index::rank>> taken_before(std::vector<matcher> const& by_rank,
                                                          host_index const& index);

} // namespace ficus::rules
