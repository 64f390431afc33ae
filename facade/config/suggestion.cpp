#include "facade/config/suggestion.hpp"

#include "rules/near_match.hpp"

namespace ficus::config {

std::string suggestion(std::string_view text, std::vector<std::string> const& candidates) {
    if (auto const near = rules::near_match(text, candidates)) return "; did you mean `" + *near + "`?";
    if (candidates.empty()) return {};
    std::string out = "; known are: ";
    for (auto const& candidate : candidates) {
        if (&candidate != &candidates.front()) out += ", ";
        out += '`' + candidate + '`';
    }
    return out;
}

} // namespace ficus::config
