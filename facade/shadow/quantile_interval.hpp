#pragma once

#include "facade/shadow/histogram.hpp"
#include "facade/shadow/wilson.hpp"

#include <cstdint>
#include <optional>

namespace ficus::shadow {

/// A quantile in the histogram's unit, and where it lies with the confidence.
struct quantile_estimate {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    /// There were enough values for an upper end; else `high` is the greatest value that was seen, and says
    /// nothing.
    bool bounded = true;
};

/// Free of any distribution: the ranks between which the quantile lies by the binomial (W. J. Conover,
/// Practical Nonparametric Statistics, 3rd ed., 1999, 3.2), read off the histogram, outward to the edges of
/// their buckets. Unset with nothing measured. Where there are too few for a lower end it is 0.
std::optional<quantile_estimate> estimate_quantile(histogram const& of, double q, double confidence);

/// How many values an upper end takes.
std::uint64_t bounded_from(double q, double confidence);

/// modern's to legacy's: from the lower end by the upper one to the reverse, each end at (1 + confidence) /
/// 2, so that both hold together with the confidence. Unset where either has no upper end, or legacy's lower
/// end is 0.
std::optional<rate_interval> quantile_ratio(histogram const& legacy, histogram const& modern, double q,
                                            double confidence);

/// The confidence that quantile_ratio() asks of each side.
inline double confidence_of_each(double confidence) {
    return (1 + confidence) / 2;
}

} // namespace ficus::shadow
