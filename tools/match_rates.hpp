#pragma once

#include "facade/config/configuration.hpp"
#include "tools/surroundings.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ficus::tools {

/// What the comparison found of a feature in the last 24 hours, by its rules as they are now; `ficus report`
/// has the rest.
struct match_rate {
    std::uint64_t compared = 0;
    std::optional<double> rate; ///< 0 to 1, but for noise; unset when nothing was compared
};

struct match_rates {
    std::map<std::string, match_rate, std::less<>> features;
    std::string trouble; ///< why shadow.db could not be read; empty also where there is none yet
};

match_rates read_match_rates(config::configuration const& configuration, surroundings& around);

} // namespace ficus::tools
