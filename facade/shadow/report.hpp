#pragma once

#include "facade/shadow/ready_options.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/store_figures.hpp"
#include "facade/shadow/verdict.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ficus::shadow {

/// A feature that is asked about, with its bar.
struct report_subject {
    std::string feature;
    ready_options bar;
    std::string fingerprint; ///< of its comparison rules as they are configured now
};

struct report_quantiles {
    std::optional<double> p50, p90, p99; ///< milliseconds; unset when nothing was measured
};

struct feature_report {
    std::string name;
    judgement judged;
    std::uint64_t other_compared = 0; ///< by other rules, left out
    tally totals; ///< fields and statuses ranked: what counts most against the feature first
    std::optional<double> match_rate;
    double coverage = 0.0; ///< compared / chosen, 0 when nothing was chosen
    report_quantiles legacy_latency;
    report_quantiles modern_latency;
};

struct report {
    time_point since; ///< a boundary of what is stored
    time_point until;
    std::vector<feature_report> features;
    /// The worst of the features: `not_ready` before `insufficient` before `ready`; `insufficient` when there
    /// are none.
    shadow::verdict worst() const;
};

/// Reads the window that ends at `now`. Without a store (nothing was ever recorded) all figures are 0.
store_result<report> make_report(store const* store, std::vector<report_subject> const& subjects,
                                 std::chrono::milliseconds window, time_point now);

/// The share of comparisons in which a field differs beyond what legacy's own noise explains.
double net_rate(counted_field const& field, tally const& totals);

/// The report as design.md §5 has it.
boost::json::value report_json(report const& report);

/// 2026-03-04T05:06:07.089Z
std::string iso_time(time_point at);

} // namespace ficus::shadow
