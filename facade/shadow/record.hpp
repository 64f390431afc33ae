#pragma once

#include "acl/compare.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// Wall clock, to the millisecond: all that the store keeps.
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

/// By whose comparison rules something was counted. Made with the site, shared by all that is counted under
/// it.
struct window_key {
    std::string feature;
    std::string fingerprint; ///< acl::rules_fingerprint()
    std::string rules;       ///< acl::rules_text()
};

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

/// Who was asked besides the side that served. The last two are baselines: what differs is that side's own
/// noise.
enum class asked_again : std::uint8_t { other_side, legacy, modern };

/// One finished comparison.
struct comparison_record {
    std::shared_ptr<window_key const> window;     ///< never null
    std::shared_ptr<std::string const> operation; ///< `GET /api/orders/{id}`; never null, never a raw path
    asked_again what = asked_again::other_side;
    time_point at;
    std::uint64_t revision = 0; ///< of the rules that the request was served by
    bool matched = false;
    int legacy_status = 0;
    int modern_status = 0;
    std::chrono::microseconds legacy_latency{0};
    std::chrono::microseconds modern_latency{0};
    /// One for each path and kind, the first that was found.
    std::vector<acl::difference> differences;
    /// With a sample pair; null: none is wanted.
    struct pair {
        std::string method;
        std::string target; ///< path, without its query
        stored_answer legacy, modern;
    };
    std::unique_ptr<pair> kept;

    /// Roughly the memory that it holds, for the writer's bound.
    std::size_t bytes() const;
};

/// What happened since the last delta to requests of one operation. `eligible` could have been shadowed,
/// `chosen` fell into the sample; each of the chosen ends as a comparison or as skipped. `skipped["method"]`
/// stands beside these: requests that shadowing passes over for their method.
struct traffic_delta {
    std::shared_ptr<window_key const> window;
    std::shared_ptr<std::string const> operation;
    std::uint64_t eligible = 0;
    std::uint64_t chosen = 0;
    std::map<std::string, std::uint64_t, std::less<>> skipped; ///< by reason
    /// Of requests that both sides were asked: how often each was, and how often it failed (500 and above,
    /// late, or nothing at all).
    struct side {
        std::uint64_t asked = 0;
        std::uint64_t failed = 0;
        bool operator==(side const&) const = default;
        side& operator+=(side const& more) {
            asked += more.asked;
            failed += more.failed;
            return *this;
        }
    };
    side legacy, modern;
};

/// All requests of a feature since the last delta, by the side that was asked, shadowed or not.
struct served_delta {
    std::string feature;
    traffic_delta::side legacy, modern;
};

/// One of each path and kind, the first that was found: a hundred elements that differ at one path are one
/// difference of the answer.
std::vector<acl::difference> one_of_each(std::vector<acl::difference>&& found);

/// Reasons that the writer itself adds to `skipped`.
inline constexpr std::string_view skipped_writer_busy = "writer_busy";   ///< its queue was full
inline constexpr std::string_view skipped_store_failed = "store_failed"; ///< the store could not be written

} // namespace ficus::shadow
