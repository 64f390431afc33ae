#pragma once

#include "facade/obs/counter.hpp"
#include "facade/resilience/circuit_breaker.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace ficus::resilience {

class shared_breaker;

/// What became of a request that a breaker let go: its answer's head came in time and is no failure, or did
/// not come or is one, or it is not there after slow_after. A slow one is told of again when it has ended.
enum class outcome : std::uint8_t { ok, failed, slow };

/// A request's leave to be sent. A probe that nothing is told of gives its place back when this ends. Used by
/// the thread that it was given to; its breaker outlives it.
class breaker_pass {
public:
    breaker_pass() = default; ///< no leave
    breaker_pass(breaker_pass&& other) noexcept
        : from_(std::exchange(other.from_, nullptr)), thread_(other.thread_), phase_(other.phase_),
          probe_(other.probe_), slow_(other.slow_) {}
    breaker_pass& operator=(breaker_pass&& other) noexcept;
    ~breaker_pass() {
        if (from_ != nullptr) give_back();
    }

    explicit operator bool() const { return from_ != nullptr; }
    bool is_probe() const { return probe_; }
    /// Once it has ended this is spent; a slow probe has failed. What is told after the breaker has changed
    /// since is passed over: that was sent to a service as it was before.
    void tell(time_point now, outcome what);
    /// It was no fault and no merit of the service: as if it had not been sent.
    void give_back();

private:
    friend class shared_breaker;
    breaker_pass(shared_breaker& from, std::size_t thread, std::uint64_t phase)
        : from_(&from), thread_(thread), phase_(phase) {}

    shared_breaker* from_ = nullptr;
    std::size_t thread_ = 0;
    std::uint64_t phase_ = 0;
    bool probe_ = false;
    bool slow_ = false; // has been told
};

/// A circuit breaker that all threads ask: while it is closed, by one load, and a success costs one addition
/// that no other thread takes part in. Whoever has a failure to tell brings the others' successes with it.
class shared_breaker {
public:
    /// `changed` is called by the thread that changed it, outside of all locks.
    shared_breaker(breaker_options const& options, std::size_t threads, time_point now,
                   std::function<void(breaker_change const&)> changed = {});
    shared_breaker(shared_breaker const&) = delete;
    shared_breaker& operator=(shared_breaker const&) = delete;

    /// No leave: it is open, or as many probes as may be are under way. `thread` below `threads`.
    breaker_pass ask(std::size_t thread, time_point now);
    /// What is left of open_for; zero where it is not open.
    duration refuses_for(time_point now) const;
    breaker_state state() const { return state_of(word_.load(std::memory_order_relaxed)); }
    breaker_options const& options() const { return breaker_.options(); }

    /// For status and metrics.
    struct view {
        breaker_state state = breaker_state::closed;
        time_point since; ///< the clock's beginning: always
        double failure_rate = 0.0;
        double slow_rate = 0.0;
        std::uint64_t opened = 0;  ///< times
        std::uint64_t refused = 0; ///< requests
    };
    view look(time_point now);

private:
    friend class breaker_pass;
    struct alignas(64) cells {
        obs::counter ok;
        obs::counter failed;
        obs::counter slow;
        obs::counter late;
        obs::counter refused;
    };
    static breaker_state state_of(std::uint64_t word) { return static_cast<breaker_state>(word % 4); }
    static std::uint64_t phase_of(std::uint64_t word) { return word / 4; }
    void tell(breaker_pass const& pass, time_point now, outcome what);
    void tell_probe(breaker_pass const& pass, time_point now, probe_result result);
    void give_back(breaker_pass const& probe);
    void read_cells(time_point now);
    std::optional<breaker_change> publish();
    void announce(std::optional<breaker_change> const& change) const;

    std::atomic<std::uint64_t> word_{0};     // phase · 4 + state
    std::atomic<duration::rep> probe_at_{0}; // where it is open
    std::vector<cells> cells_;
    std::mutex mutex_;
    circuit_breaker breaker_;
    outcome_counts read_; // of the cells, at read_at_
    time_point read_at_;
    std::uint64_t opened_ = 0;
    std::function<void(breaker_change const&)> const changed_;
};

} // namespace ficus::resilience
