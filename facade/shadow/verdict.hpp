#pragma once

#include "facade/shadow/ready_options.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::shadow {

/// A range that holds the true rate with some confidence; both ends are shares, 0 to 1.
struct rate_interval {
    double low = 0.0;
    double high = 1.0;
};

/// Wilson's score interval, two-sided. With nothing seen it is everything: 0 to 1. `confidence` above 0 and
/// below 1.
rate_interval wilson(std::uint64_t matched, std::uint64_t compared, double confidence);

/// How many comparisons without a difference must follow before the interval's lower end reaches `rate`;
/// unset when no number would do (a rate of 1).
std::optional<std::uint64_t> flawless_until(double rate, std::uint64_t matched, std::uint64_t compared,
                                            double confidence);

enum class verdict : std::uint8_t { ready, not_ready, insufficient };

std::string_view to_string(verdict v);

/// What the verdict is made from.
struct evidence {
    std::uint64_t compared = 0;
    std::uint64_t matched = 0;
    std::uint64_t chosen = 0;
};

struct judgement {
    verdict says = verdict::insufficient;
    std::string why; ///< one sentence
    rate_interval interval;
    /// Comparisons without a difference that would make it `ready`; 0 when it is, unset when none would.
    std::optional<std::uint64_t> more_needed;
};

/// May this feature be moved on? `not_ready` once the true rate is below the bar at the asked confidence;
/// `ready` once it is above it, with enough comparisons and enough of the chosen requests compared; else
/// `insufficient`.
judgement judge(evidence const& seen, ready_options const& bar);

} // namespace ficus::shadow
