#pragma once

#include "facade/shadow/store_figures.hpp"
#include "facade/shadow/wilson.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace ficus::shadow {

/// How often a field differed, of how many: comparisons or baselines.
struct share_of {
    std::uint64_t count = 0;
    std::uint64_t of = 0;
    double rate() const { return of == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(of); }
};

/// How likely it is that so many of the comparisons differ, or more, given that they differ no more often
/// than the baselines do: given their sum, the one is binomial (J. Przyborowski, H. Wilenski, Homogeneity of
/// Results in Testing Samples from Poisson Series, Biometrika 31, 1940). 1 where nothing was counted.
double tail_beyond_noise(share_of differing, share_of noise);

/// The interval of the one share less the other, -1 to 1 (R. G. Newcombe, Interval Estimation for the
/// Difference between Independent Proportions, Statistics in Medicine 17, 1998, method 10).
rate_interval beyond_noise(share_of differing, share_of noise, double confidence);

/// What the baselines say of a field of an operation.
struct noise_finding {
    share_of noise;       ///< that it was tested against: the operation's own, or else the feature's
    double p = 1.0;       ///< tail_beyond_noise()
    bool excused = false; ///< was seen often enough, and differs no more than by it
};

/// Which fields of an operation do not count against its match rate. A field is noise there where legacy was
/// seen to differ from itself in at least `least_noise` baselines of the operation, and tail_beyond_noise()
/// is at least alpha(). Where the operation's own baselines show fewer, those of the whole feature stand for
/// them, unless its own say that it is less noisy than that. Modern's baselines stand for legacy's where
/// those are too few to tell: what legacy has shown not to be noise is modern's fault. What was never seen to
/// be noise counts, however few the baselines.
class noise_test {
public:
    static constexpr std::uint64_t least_noise = 3;

    noise_test(window_figures const& figures, double confidence);

    /// Of a field that differed in the operation; all else is not excused.
    noise_finding of(std::size_t operation, std::int64_t field) const;
    bool is_noise(std::size_t operation, std::int64_t field) const { return of(operation, field).excused; }
    /// Whether a comparison in which exactly these fields differed is no mismatch.
    bool excuses(std::size_t operation, std::vector<std::int64_t> const& fields) const;
    /// Comparisons of the operation in which something differed that is no noise.
    std::uint64_t mismatched(std::size_t operation) const { return mismatched_.at(operation); }
    std::uint64_t mismatched() const { return all_mismatched_; } ///< of all operations

    /// min(0.01, 1 - confidence) by the number of pairs of operation and field that were seen in a baseline,
    /// so that noise alone hardly ever counts as a fault, however many fields are noisy.
    double alpha() const { return alpha_; }

private:
    using findings = std::map<std::int64_t, noise_finding>;
    using fields_by_id = std::map<std::int64_t, counted_field const*>;
    findings test(tally const& own, tally const& all, fields_by_id const& all_fields) const;

    double alpha_ = 0.01;
    std::vector<findings> findings_; ///< by operation
    std::vector<std::uint64_t> mismatched_;
    std::uint64_t all_mismatched_ = 0;
};

} // namespace ficus::shadow
