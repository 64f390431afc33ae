#pragma once

#include <cstdint>
#include <optional>

namespace ficus::shadow {

/// A range that holds the true value with some confidence.
struct rate_interval {
    double low = 0.0;
    double high = 1.0;
};

/// Wilson's score interval of a share, two-sided (E. B. Wilson, Probable Inference, the Law of Succession,
/// and Statistical Inference, JASA 22, 1927). With nothing seen it is everything: 0 to 1. `confidence` above
/// 0 and below 1.
rate_interval wilson(std::uint64_t matched, std::uint64_t compared, double confidence);

/// How many comparisons without a difference must follow before the interval's lower end reaches `rate`;
/// unset when no number would do (a rate of 1).
std::optional<std::uint64_t> flawless_until(double rate, std::uint64_t matched, std::uint64_t compared,
                                            double confidence);

} // namespace ficus::shadow
