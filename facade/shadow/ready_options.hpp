#pragma once

#include <cstdint>

namespace ficus::shadow {

/// `[features.NAME.ready]`: what the verdict asks for.
struct ready_options {
    double match_rate = 0.999;
    double confidence = 0.95;
    std::uint64_t min_compared = 1000;
    double min_coverage = 0.9;           ///< compared / chosen
    std::uint64_t min_per_operation = 1; ///< of each operation that could have been compared
    double max_error_excess = 0.001;     ///< modern's error rate less legacy's; 1: not looked at
    double max_latency_ratio = 0;        ///< modern's p99 to legacy's; 0: not asked for
};

} // namespace ficus::shadow
