#pragma once

#include "facade/resilience/clock.hpp"

#include <cstdint>

namespace ficus::resilience {

/// `adaptive` of an upstream
struct gradient_options {
    std::uint32_t least = 8; ///< the limit falls no further; at least 1
    double tolerance = 1.5; ///< so many times what an answer takes where little is asked is no queue yet; > 1

    friend bool operator==(gradient_options const&, gradient_options const&) = default;
};

/// How many requests a service is given at once, by how long its answers take: where they take longer than
/// they do when little is asked, they wait for each other there, and a request more only makes that worse.
///
/// The limit is set as in Gradient2 of Netflix' concurrency-limits (gradient, smoothing, room for a queue of
/// its square root), but what an answer takes at its best is no long average, which a service that is
/// overloaded for long would draw up until there is no limit any more. It is measured where as few requests
/// as `least` are under way, and else now and then with a part of the limit (a third, with a tolerance
/// of 1.5), as Envoy does with three requests: a queue is shorter then, a service that is merely slower is no
/// faster. One thread; it is told the time.
class gradient_limit {
public:
    /// `most`: the limit rises no further, and neither does `least`.
    gradient_limit(gradient_options const& options, std::uint32_t most);

    /// As of now; while it is measured, a part of what it is else.
    std::uint32_t limit() const { return measuring_ ? part() : whole(limit_); }
    /// An answer has come. `took`: its request sent to its head. `under_way`: requests, this one included.
    void tell(time_point now, duration took, std::uint32_t under_way) { add(now, took, under_way, false); }
    /// None has come in that time.
    void tell_drop(time_point now, duration took, std::uint32_t under_way) {
        add(now, took, under_way, true);
    }
    /// What an answer takes where little is asked, as far as that is known; zero: not yet.
    duration at_best() const {
        return std::chrono::duration_cast<duration>(std::chrono::duration<double>(best_));
    }

private:
    struct window {
        time_point began{};
        std::uint32_t count = 0;
        std::uint32_t drops = 0;
        std::uint32_t most = 0; // under way
        double sum = 0;         // seconds
        double mean() const { return sum / count; }
    };
    static std::uint32_t whole(double limit) { return static_cast<std::uint32_t>(limit); }
    std::uint32_t part() const;
    void add(time_point now, duration took, std::uint32_t under_way, bool dropped);
    bool is_complete(time_point now) const;
    bool belongs(time_point now, std::uint32_t under_way);
    void judge(time_point now);
    void judge_measure(time_point now);
    void take_best(time_point now, double best);
    bool is_measure_due(time_point now) const;
    void measure(time_point now);
    void move(double gradient);

    gradient_options const options_;
    double const most_;
    double limit_;
    bool doubling_ = true; // since the beginning nothing has been too slow
    window window_;
    double best_ = 0; // seconds
    time_point best_at_{};
    double best_limit_ = 0; // then
    double top_ = 0;        // the highest one since
    bool measuring_ = false;
    bool settled_ = false;      // no more than it allows are under way
    double before_measure_ = 0; // seconds that an answer took then
    time_point measured_from_{};
    time_point measure_until_{};
    time_point next_measure_{};
};

} // namespace ficus::resilience
