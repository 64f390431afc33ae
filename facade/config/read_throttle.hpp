#pragma once

#include "facade/config/section.hpp"
#include "facade/resilience/throttle_options.hpp"

#include <vector>

namespace ficus::config {

/// `throttle` of a feature; empty where there is none.
std::vector<resilience::throttle_rule> read_throttle(section& from);

} // namespace ficus::config
