#pragma once

#include "facade/shadow/quantile_interval.hpp"
#include "facade/shadow/ranking.hpp"
#include "facade/shadow/ready_options.hpp"
#include "facade/shadow/store_figures.hpp"
#include "facade/shadow/verdict.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// A feature that is asked about, with its bar.
struct report_subject {
    std::string feature;
    ready_options bar;
    std::string fingerprint;             ///< of its comparison rules as they are configured now
    std::vector<std::string> operations; ///< that its matchers name for the methods that may be shadowed
};

struct latency_figures {
    static constexpr std::size_t most_points = 200;

    std::optional<quantile_estimate> p50, p90, p99; ///< milliseconds; unset when nothing was measured
    /// Milliseconds, share of comparisons that took no longer; at most `most_points`.
    std::vector<std::pair<double, double>> curve;
};

struct operation_report {
    std::string name;
    std::uint64_t eligible = 0, chosen = 0, compared = 0;
    std::uint64_t mismatched = 0; ///< but for noise
    std::map<std::string, std::uint64_t> skipped;
    bool too_few = false; ///< by min_per_operation
};

struct report_slice {
    time_point at;
    std::uint64_t compared = 0;
    std::uint64_t mismatched = 0; ///< but for noise
    std::optional<double> match_rate;
    rate_interval interval;
    std::optional<double> noise; ///< share of its baselines in which something differed
    std::uint64_t served_legacy = 0, served_modern = 0;
};

/// A change of where the feature's traffic goes.
struct share_change {
    time_point at;
    std::uint64_t revision = 0;
    double share = 0.0;          ///< of the last rule, percent
    double shadow = 0.0;         ///< percent
    std::size_t conditional = 0; ///< rules with conditions beside
    std::string by, reason, command;
};

struct feature_report {
    std::string name;
    ready_options bar;
    judgement judged;
    std::string fingerprint;
    std::uint64_t other_compared = 0; ///< by other rules, left out
    tally totals;                     ///< as counted, noise and all
    std::uint64_t matched = 0;        ///< but for noise: what the verdict rests on
    std::uint64_t mismatched = 0;
    std::optional<double> match_rate, raw_match_rate;
    double coverage = 0.0; ///< compared / chosen, 0 when nothing was chosen
    std::vector<ranked_field> fields;
    std::size_t noisy_fields = 0; ///< of `fields`: in at least one operation not counted
    latency_figures legacy_latency, modern_latency;
    std::optional<rate_interval> p50_ratio, p99_ratio; ///< modern's to legacy's
    double errors_p = 1.0;                             ///< tail_beyond_legacy()
    std::vector<operation_report> operations;
    std::vector<std::string> never_seen; ///< operations that are configured, and that nobody asked for
    std::vector<report_slice> over_time; ///< only where asked for, as changes are
    std::vector<share_change> changes;   ///< oldest first; the one that held at `since` is the first
};

/// What the figures of one set of comparison rules say.
feature_report make_feature_report(report_subject const& subject, window_figures const& figures);

} // namespace ficus::shadow
