#pragma once

#include "facade/resilience/clock.hpp"
#include "facade/resilience/sliding_window.hpp"
#include "facade/resilience/status_set.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::resilience {

/// `breaker`
struct breaker_options {
    std::chrono::milliseconds window{5'000};
    std::uint32_t min_requests = 20;         ///< in the window, before its rates say anything
    double failure_rate = 0.5;               ///< that opens it, above 0, up to 1
    std::chrono::milliseconds slow_after{0}; ///< request sent to response head; 0: nothing is too slow
    double slow_rate = 0.8;                  ///< that opens it
    std::uint32_t consecutive = 20;          ///< failures without a success between that open it; 0: never
    std::chrono::milliseconds open_for{1'000};
    std::uint32_t probes = 5;                   ///< at once, and good ones that close it; at least 1
    std::chrono::milliseconds probe_timeout{0}; ///< for a probe's response head; 0: no other than for all
    status_set failures{500, 502, 503, 504};    ///< answers that count as failures

    friend bool operator==(breaker_options const&, breaker_options const&) = default;
};

enum class breaker_state : std::uint8_t { closed, open, half_open };
std::string_view name_of(breaker_state s); ///< `closed`, `open`, `half_open`

enum class permission : std::uint8_t {
    go,
    probe, ///< go, and say what came of it by tell_probe()
    no,
};

/// Requests by what became of them. What was no fault and no merit of the service is in none: its client went
/// away, the facade had no room.
struct outcome_counts {
    std::uint64_t ok = 0;
    std::uint64_t failed = 0;
    std::uint64_t slow = 0; ///< those whose head was not there after slow_after; told while it is still due
    std::uint64_t late = 0; ///< those of ok and failed that were told as slow before

    /// How many they are; each of them once, as far as its end lies in the same time.
    std::uint64_t requests() const;
    outcome_counts& operator+=(outcome_counts const& more);
};

enum class probe_result : std::uint8_t {
    good,
    bad,
    none, ///< it never was sent, or its client went away: another one may be
};

enum class breaker_cause : std::uint8_t {
    failure_rate,
    slow_rate,
    consecutive,
    waited, ///< open_for is over
    probe_failed,
    probes_passed,
};
std::string_view name_of(breaker_cause c);

struct breaker_change {
    breaker_state to = breaker_state::closed;
    breaker_cause why = breaker_cause::probes_passed;
    time_point at;
    double failure_rate = 0.0; ///< in the window
    double slow_rate = 0.0;
};

/// Whether a service that fails is asked at all. Closed, all requests go; when too many of them fail it
/// opens, and none goes; after open_for a few go as probes, and what becomes of them closes it or opens it
/// anew (M. Nygard, Release It!, 2007, chapter 5). One thread.
class circuit_breaker {
public:
    explicit circuit_breaker(breaker_options const& options)
        : options_(options), window_(options.window, buckets) {}

    breaker_state state() const { return state_; }
    /// Counts its changes of state.
    std::uint64_t phase() const { return phase_; }
    /// A probe counts as under way from here on.
    permission ask(time_point now);
    /// What became of requests that were no probes. Successes are taken to have come before the failures.
    /// Nothing of it counts unless it is closed.
    void tell(time_point now, outcome_counts const& counts);
    /// Of successes that are told late: they came evenly since `from`, as far as anyone knows. None of them
    /// closes or opens anything.
    void tell_successes(time_point from, time_point now, std::uint64_t ok);
    /// `phase`: in which it was permitted; what is told of one from an earlier phase is passed over.
    void tell_probe(time_point now, std::uint64_t phase, probe_result result);
    /// What has changed since the last call, the newest only.
    std::optional<breaker_change> take_change();

    time_point since() const { return since_; } ///< of the state; the clock's beginning: always
    /// When the next probe may go, where it is open.
    time_point probe_at() const { return since_ + options_.open_for; }
    outcome_counts counts(time_point now) { return window_.sum(now); }
    breaker_options const& options() const { return options_; }

private:
    static constexpr std::size_t buckets = 10;
    void become(time_point now, breaker_state to, breaker_cause why);
    void judge(time_point now);

    breaker_options options_;
    sliding_window<outcome_counts> window_;
    breaker_state state_ = breaker_state::closed;
    time_point since_{};
    std::uint64_t phase_ = 0;
    std::uint64_t failed_row_ = 0; // failures since the last success
    std::uint32_t probing_ = 0;    // probes under way
    std::uint32_t passed_ = 0;     // probes of this phase that were good
    std::optional<breaker_change> change_;
};

/// Shares of the window's requests, 0 to 1.
double failure_rate(outcome_counts const& counts);
double slow_rate(outcome_counts const& counts);

} // namespace ficus::resilience
