#pragma once

#include "facade/resilience/clock.hpp"
#include "facade/resilience/status_set.hpp"

#include <cstdint>
#include <string_view>

namespace ficus::resilience {

/// `outlier`
struct outlier_options {
    std::uint32_t consecutive = 5; ///< failures without a success between that eject an endpoint; at least 1
    std::chrono::milliseconds base{1'000}; ///< for how long the first time; twice as long each time after it,
    std::chrono::milliseconds most{30'000}; ///< but no longer than this
    double max_ejected = 0.5;               ///< of an upstream's endpoints at once
    status_set failures{502, 503, 504};     ///< answers that count as failures

    friend bool operator==(outlier_options const&, outlier_options const&) = default;
};

enum class endpoint_phase : std::uint8_t {
    up,
    ejected,
    trial, ///< one request at a time, until one has gone well
};

std::string_view name_of(endpoint_phase p); ///< `up`, `ejected`, `trial`

/// Whether one endpoint of several is asked, by what became of the requests that it was asked. What had been
/// asked before it was ejected, or put back, says nothing of now, and is passed over. One thread.
class outlier_detector {
public:
    explicit outlier_detector(outlier_options const& options) : options_(options) {}

    endpoint_phase phase(time_point now) const;
    bool is_out() const { return out_; } ///< ejected, or on trial
    /// Whether a request that is asked now may be the one that tries it. Only on trial; where nothing is
    /// heard of it, another one may after `base`.
    bool begin_trial(time_point now);
    /// A request that was asked then has gone well: that puts it back, where it was out.
    void ok(time_point asked, time_point now);
    /// Whether that has ejected it. `may_eject`: false where as many others are ejected as may be; then it
    /// stays up, and the next failure asks again. While it is out only the one that tries it counts.
    bool failed(time_point asked, time_point now, bool may_eject);

    /// Something else has found it well: it needs no trial.
    void readmit(time_point now);
    /// It is another server from now on: what became of the one before is not held against it.
    void start_anew(time_point now);

    time_point ejected_until() const { return until_; } ///< where it is out
    std::uint64_t ejections() const { return ejections_; }

private:
    void forgive(time_point now);

    outlier_options options_;
    std::uint32_t row_ = 0;    // failures since the last success
    std::uint32_t lately_ = 0; // ejections that are not forgiven yet
    std::uint64_t ejections_ = 0;
    bool out_ = false;
    time_point since_{};    // it is out, or up
    time_point until_{};    // of the newest ejection
    time_point tried_{};    // when its newest trial began, or before since_
    time_point forgiven_{}; // when it was last put back or forgiven
};

} // namespace ficus::resilience
