#pragma once

#include "facade/resilience/clock.hpp"

#include <cstdint>

namespace ficus::resilience {

/// `backoff`
struct backoff_options {
    std::chrono::milliseconds base{25};
    std::chrono::milliseconds most{250};

    friend bool operator==(backoff_options const&, backoff_options const&) = default;
};

/// How long to wait before a retry asks the same server again: anything from nothing to base · 2^(n-1),
/// `most` at most, all equally likely, so that requests that failed together do not come back together.
/// `nth_retry`: 1 is the first. `random`: all 64 bits of it.
duration pause_before(unsigned nth_retry, std::uint64_t random, backoff_options const& options);

} // namespace ficus::resilience
