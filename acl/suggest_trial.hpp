#pragma once

#include "acl/scalar_rule.hpp"
#include "acl/suggest_rules.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// What became of a rule in the rows of two columns.
struct suggest_trial {
    std::size_t agreed = 0;
    std::size_t other_digits = 0;   ///< rows whose numbers are the same ones, written otherwise
    std::size_t other_spelling = 0; ///< rows that mean the same, but are not what comes out
    std::size_t not_back = 0;       ///< rows that come back as another text that means the same
};

/// Nothing where it does not hold in one of the rows in which both have a value, or there are none.
std::optional<suggest_trial> try_rule(field_options const& options, suggest_cells const& legacy,
                                      suggest_cells const& modern, std::array<dialect, 2> dialects,
                                      suggest_budget& budget);

/// Time patterns that all texts of a column are of, likeliest first.
std::vector<std::string> find_time_patterns(std::vector<std::string> const& texts);

/// Zones to be tried, likeliest first.
std::span<std::string_view const> usual_zones();

} // namespace ficus::acl
