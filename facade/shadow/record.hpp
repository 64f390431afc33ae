#pragma once

#include "acl/compare.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// Wall clock, to the millisecond: all that the store keeps.
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

/// One side's answer as it may be stored: made by store_answer(), which leaves out what must not be.
struct stored_answer {
    int status = 0;
    std::chrono::microseconds latency{0}; ///< request sent to answer's end
    std::vector<std::pair<std::string, std::string>> headers;
    std::string content_type;
    std::string body; ///< redacted and clipped
};

/// The most of one body that is kept with a sample pair.
constexpr std::size_t most_stored_body = 32 * 1024;

/// An answer without secret header fields and URLs' queries, and with its body redacted by `comparer`.
stored_answer store_answer(acl::comparer const& comparer, acl::answer const& answer,
                           std::chrono::microseconds latency);

/// One finished comparison.
struct comparison_record {
    std::string feature;
    time_point at;
    std::uint64_t revision = 0; ///< of the rules that the request was served by
    std::string method;
    std::string target; ///< the path template or the path, without its query
    /// The serving side was asked twice: what differs is its own noise and counts neither as compared nor as
    /// matched.
    bool is_baseline = false;
    acl::comparison found;
    /// Status and latency always; headers and body only where something differs, by store_answer().
    stored_answer legacy;
    stored_answer modern;

    /// Roughly the memory that it holds, for the writer's bound.
    std::size_t bytes() const;
};

/// What happened to a feature's requests since the last delta. `eligible` could have been shadowed (its
/// method and feature allow it), `chosen` fell into the shadow rate; each of the chosen ends as a comparison
/// or as skipped.
struct traffic_delta {
    std::string feature;
    std::uint64_t eligible = 0;
    std::uint64_t chosen = 0;
    std::map<std::string, std::uint64_t, std::less<>>
        skipped; ///< by reason, such as `queue_full`, `body_too_large`
};

/// Reasons that the writer itself adds to `skipped`.
inline constexpr std::string_view skipped_writer_busy = "writer_busy";   ///< its queue was full
inline constexpr std::string_view skipped_store_failed = "store_failed"; ///< the store could not be written

} // namespace ficus::shadow
