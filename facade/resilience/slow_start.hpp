#pragma once

#include "facade/resilience/clock.hpp"

#include <algorithm>

namespace ficus::resilience {

/// The part of its weight that an endpoint has which has come back: a tenth at first, all of it after `over`,
/// evenly growing between.
inline double ramp(time_point came_back, time_point now, duration over) {
    constexpr double least = 0.1;
    if (over <= duration::zero() || now - came_back >= over) return 1.0;
    auto const passed = std::chrono::duration<double>(std::max(now - came_back, duration::zero()));
    return least + (1.0 - least) * (passed / std::chrono::duration<double>(over));
}

} // namespace ficus::resilience
