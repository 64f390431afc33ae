#pragma once

#include <cstdint>
#include <functional>

namespace ficus::rules {

/// The two clocks that the store stamps with, in nanoseconds. Monotonic stamps of all processes on a host
/// compare.
struct clocks {
    std::function<std::int64_t()> realtime_ns;  ///< CLOCK_REALTIME
    std::function<std::int64_t()> monotonic_ns; ///< CLOCK_MONOTONIC

    static clocks system();
};

} // namespace ficus::rules
