#pragma once

#include "facade/resilience/health_verdict.hpp"
#include "facade/resilience/outlier_detector.hpp"
#include "facade/resilience/p2c.hpp"
#include "facade/upstream/failure.hpp"
#include "facade/upstream/tried_endpoints.hpp"
#include "facade/upstream/upstream_options.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ficus::upstream {

/// What an attempt says of the endpoint that it was made at.
enum class verdict : std::uint8_t {
    ok,
    failed,      ///< it takes too long, breaks off, speaks no HTTP, or answers with a status that counts
    unreachable, ///< no connection to it can be had
    unwell,      ///< a check has found so
};
std::string_view name_of(verdict v); ///< `ok`, `failed`, `unreachable`, `unwell`
/// Of a failure that is its own fault.
verdict verdict_of(failure const& f);

/// An endpoint that is left out from now on, or asked again.
struct endpoint_change {
    std::size_t endpoint = 0;
    bool ejected = false;
    verdict why = verdict::ok;
    resilience::duration length{}; ///< of the ejection; zero where a check ends it
};

/// Which endpoints of an upstream are asked, by what became of what all threads asked them. One that fails
/// again and again is left out for a while, then one request at a time tries it; one that checks find unwell
/// is left out until they find it well. While all are well a request looks at one flag; while one is not, it
/// takes a lock. For all threads.
class health {
public:
    using listener = std::function<void(endpoint_change const&)>;

    /// `changed` is called by the thread that has found it out, outside of all locks.
    explicit health(upstream_options const& options, listener changed = {});

    /// Whether an answer with that status is one of the endpoint's failures.
    bool is_failure(unsigned status) const { return outlier_ && outlier_->failures.contains(status); }
    /// Each is asked for all of its weight.
    bool all_well() const { return all_well_.load(std::memory_order_relaxed); }
    bool is_out(std::size_t endpoint) const {
        return endpoints_[endpoint].out.load(std::memory_order_relaxed);
    }

    /// Writes into `to`, one for each endpoint, for what weight it is asked now. Where too few are well,
    /// those that fail are asked too, and where nobody can be connected to, all. An endpoint that it gives is
    /// the one that this request tries.
    std::optional<std::size_t> weigh(tried_endpoints const& tried, resilience::time_point now,
                                     std::span<resilience::candidate> to);
    /// What became of what it was asked at that time.
    void tell(std::size_t endpoint, resilience::time_point asked, resilience::time_point now, verdict v);
    /// What a check has found. One that passes ends an ejection too.
    void check(std::size_t endpoint, resilience::time_point now, bool good);

    /// It is another server from now on, of which nothing is known.
    void forget(std::size_t endpoint, resilience::time_point now);

    /// For status and metrics.
    struct view {
        std::string_view state = "up"; ///< or `ejected`, `trial`, `down`: checks say so
        std::uint64_t failures = 0;
        std::uint64_t ejections = 0;
    };
    std::vector<view> look(resilience::time_point now) const;

private:
    struct endpoint_state {
        endpoint_state(double weight, resilience::outlier_options const& outlier,
                       resilience::health_verdict checked)
            : weight(weight), outlier(outlier), checked(checked) {}
        bool is_out() const { return outlier.is_out() || !checked.well(); }
        double const weight;
        resilience::outlier_detector outlier;
        resilience::health_verdict checked;
        bool unreachable = false; // that is why it is out
        resilience::time_point back{};
        std::uint64_t failures = 0;
        std::atomic<bool> marred{false}; // it has failed since it was last well
        std::atomic<bool> out{false};
    };
    /// Publishes what has become of it.
    void note(endpoint_state& one, resilience::time_point now, bool was_out);
    std::size_t count_out() const;
    /// With so many out too few are well for those to be left out.
    bool panics(std::size_t out) const;

    std::optional<resilience::outlier_options> const outlier_;
    double const panic_;
    resilience::duration const slow_start_;
    std::atomic<bool> all_well_{true};
    mutable std::mutex mutex_;
    std::deque<endpoint_state> endpoints_;
    listener const changed_;
};

} // namespace ficus::upstream
