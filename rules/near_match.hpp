#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// The candidate that `text` was likely meant to be: the nearest within a third of its length (at least one)
/// that has something in common with it, counted in edits and swaps of neighbours; case counts for nothing,
/// and an abbreviation is near. nullopt where none is.
std::optional<std::string> near_match(std::string_view text, std::vector<std::string> const& candidates);

} // namespace ficus::rules
