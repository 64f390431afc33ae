#pragma once

#include "facade/resilience/circuit_breaker.hpp"
#include "facade/upstream/fallback_rules.hpp"
#include "facade/upstream/side_limits.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ficus::upstream {

/// What a feature says of sides that are slow or fail.
struct guard_options {
    std::array<side_options, 2> sides; ///< 0: legacy, 1: modern
    /// From the request's head to its answer's end, whatever is tried meanwhile; zero: no limit. Unset: what
    /// the upstream says that is asked first.
    std::optional<std::chrono::milliseconds> request_timeout;
    /// Methods that may be done twice, though they are not idempotent, as clients write them.
    std::vector<std::string> retry_methods;
    fallback_rules fallback;
    std::optional<resilience::breaker_options> breaker; ///< of modern; unset: there is none
};

} // namespace ficus::upstream
