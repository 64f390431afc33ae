#include "rules/near_match.hpp"

#include "rules/text.hpp"

#include <algorithm>

namespace ficus::rules {

namespace {

/// Edits between two texts, a swap of neighbours being one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const x = lower(a[i - 1]);
            auto const y = lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (x == y ? 0 : 1)});
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

/// `max_body` for `max_body_size`, `warn` for `warning`.
bool abbreviates(std::string_view brief, std::string_view whole) {
    return brief.size() >= 3 && whole.starts_with(brief);
}

} // namespace

std::optional<std::string> near_match(std::string_view text, std::vector<std::string> const& candidates) {
    // Nothing that anyone mistyped is longer, and the time is quadratic.
    if (text.size() > 100) return std::nullopt;
    std::optional<std::string> best;
    auto const farthest = std::max<std::size_t>(1, text.size() / 3);
    auto best_distance = farthest + 1;
    for (auto const& candidate : candidates) {
        auto d = distance(text, candidate);
        if (abbreviates(text, candidate) || abbreviates(candidate, text)) d = std::min(d, farthest);
        // Where all of it would have to be replaced, nothing is alike.
        if (d < best_distance && d < std::min(text.size(), candidate.size())) {
            best = candidate;
            best_distance = d;
        }
    }
    return best;
}

} // namespace ficus::rules
