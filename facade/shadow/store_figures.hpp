#pragma once

#include "facade/shadow/histogram.hpp"
#include "facade/shadow/record.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::shadow {

// What store::figures() reads. Sums as they were counted; what they mean is the report's to say.

/// What stands in the place of fields and operations where there are too many of them, and of fields where
/// there are too many sets (store_known.hpp).
inline constexpr std::string_view others_name = "(others)"; ///< any
inline constexpr std::string_view noise_field = "(noise)";  ///< those that have noise

struct counted_field {
    std::int64_t id = 0;
    std::string path;
    acl::difference_kind kind = acl::difference_kind::value;
    std::uint64_t count = 0;                     ///< comparisons in which it differed
    std::uint64_t legacy_noise = 0;              ///< of legacy_again
    std::uint64_t modern_noise = 0;              ///< of modern_again
    std::map<std::string, std::uint64_t> shapes; ///< of a whole window only
};

/// Comparisons in which exactly these fields differed.
struct counted_set {
    std::vector<std::int64_t> fields; ///< ids, ascending
    std::uint64_t count = 0;
};

struct counted_side {
    std::uint64_t asked = 0; ///< of requests that both were asked
    std::uint64_t failed = 0;
    histogram latency; ///< microseconds, of comparisons
};

struct status_pair {
    int legacy = 0;
    int modern = 0;
    std::uint64_t count = 0;
};

/// Of one operation, or of all.
struct tally {
    std::uint64_t eligible = 0;
    std::uint64_t chosen = 0;
    std::uint64_t compared = 0;
    std::uint64_t matched = 0; ///< without any difference
    std::uint64_t legacy_again = 0;
    std::uint64_t modern_again = 0;
    std::map<std::string, std::uint64_t> skipped;
    counted_side legacy, modern;
    std::vector<counted_field> fields;
    std::vector<counted_set> sets; ///< they sum up to compared - matched
    std::vector<status_pair> statuses;
};

/// A stretch of time.
struct counted_slice {
    time_point at;
    std::uint64_t compared = 0;
    std::uint64_t matched = 0;
    std::uint64_t again = 0; ///< baselines
    std::uint64_t again_differed = 0;
    /// Sets by operation (its place in window_figures::operations), since what counts is said by operation.
    std::vector<std::pair<std::size_t, counted_set>> sets;
    std::uint64_t served_legacy = 0, served_modern = 0, served_legacy_failed = 0, served_modern_failed = 0;
};

struct operation_figures {
    std::string name;
    tally figures;
};

/// What was counted of a feature by one set of comparison rules.
struct window_figures {
    std::string fingerprint;          ///< as asked for
    std::string rules;                ///< empty where nothing has been counted by them
    time_point since;                 ///< as asked for, down to a boundary of what is stored
    std::uint64_t other_compared = 0; ///< comparisons in the same time by other rules: named, never mixed in
    tally all;
    std::vector<operation_figures> operations;
    std::vector<counted_slice> slices; ///< at most most_slices, one after the other; empty unless asked for
    static constexpr std::size_t most_slices = 288;
};

} // namespace ficus::shadow
