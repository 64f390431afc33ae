#pragma once

#include <cstdint>

namespace ficus::shadow {

/// `[features.NAME.ready]`: what the verdict asks for.
struct ready_options {
    double match_rate = 0.999;
    double confidence = 0.95;
    std::uint64_t min_compared = 1000;
    double min_coverage = 0.9; ///< compared / chosen
};

} // namespace ficus::shadow
