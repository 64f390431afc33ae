#pragma once

#include "acl/suggest_rules.hpp"

#include <array>
#include <string>
#include <vector>

namespace ficus::acl {

/// A rule that two columns look as if they followed.
struct suggest_guess {
    field_options options;
    std::vector<std::string> notes;
    std::size_t learned = 0;         ///< rows that it took to make it up: a table's values
    std::size_t needs_different = 1; ///< values, whatever the names say
    double needs_weight = 0;         ///< what the evidence must weigh where the names do not say it, too
};

/// What asks for nothing but a type.
std::vector<suggest_guess> guess_plain_rules(suggest_looks const& legacy, suggest_looks const& modern,
                                             std::array<dialect, 2> dialects);
/// All others, plainest first.
std::vector<suggest_guess> guess_rules(suggest_looks const& legacy, suggest_looks const& modern,
                                       std::array<dialect, 2> dialects);

} // namespace ficus::acl
