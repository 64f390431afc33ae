#include "facade/resilience/gradient_limit.hpp"

#include <algorithm>
#include <cmath>

namespace ficus::resilience {

namespace {

using namespace std::chrono_literals;

// So many answers say something of a service whose requests differ, and so much time must have passed that a
// pause of the service is not all that they tell of. A service with little to do is judged by fewer.
constexpr std::uint32_t enough = 30;
constexpr std::uint32_t few = 10;
constexpr auto shortest_window = 100ms;
constexpr auto longest_window = 1s;
// Older ones are of another time.
constexpr auto window_is_old = 10s;

// One that took longer counts as that: a single one of thirty is no reason to fall.
constexpr double longest = 10.0;

constexpr double smoothing = 0.2;
constexpr double steepest = 0.5;

constexpr auto measure_every = 30s;
constexpr auto measure_again = 2s; // where the last one was far off
constexpr auto measure_for = 1s;
constexpr double far_off = 0.05;
constexpr double far_down = 0.25;
constexpr double far_up = 1.5;

double seconds(duration d) {
    return std::chrono::duration<double>(d).count();
}
duration as_duration(double seconds) {
    return std::chrono::duration_cast<duration>(std::chrono::duration<double>(seconds));
}

} // namespace

gradient_limit::gradient_limit(gradient_options const& options, std::uint32_t most)
    : options_{std::min(options.least, most), options.tolerance}, most_(most), limit_(options_.least) {}

/// Few enough not to wait for each other, though the limit lets them wait for a while: were it more, what is
/// measured would rise with the limit, and the limit with it.
std::uint32_t gradient_limit::part() const {
    return std::max(options_.least, whole(limit_ / (2 * options_.tolerance)));
}

void gradient_limit::add(time_point now, duration took, std::uint32_t under_way, bool dropped) {
    if (measuring_ && now >= measure_until_) {
        // Requests that take that long cannot be measured so; later, perhaps.
        measuring_ = false;
        next_measure_ = now + measure_every;
        window_ = {};
    }
    if (measuring_ && !belongs(now, under_way)) return;
    if (window_.count > 0 && now - window_.began > window_is_old) window_ = {};
    if (window_.count == 0) window_.began = now;
    auto const longest_counted = best_ > 0 ? longest * best_ : seconds(took);
    window_.sum += dropped ? longest_counted : std::min(seconds(took), longest_counted);
    ++window_.count;
    window_.drops += dropped ? 1 : 0;
    window_.most = std::max(window_.most, under_way);
    if (!is_complete(now)) return;
    if (measuring_)
        judge_measure(now);
    else
        judge(now);
    window_ = {};
}

/// What began while more were under way has waited behind them, and goes first. What is left is counted as it
/// ends: were it only what has begun since, slow answers would be left out.
bool gradient_limit::belongs(time_point now, std::uint32_t under_way) {
    if (!settled_ && under_way <= part()) {
        settled_ = true;
        measured_from_ = now + as_duration(before_measure_);
    }
    return settled_ && now >= measured_from_;
}

bool gradient_limit::is_complete(time_point now) const {
    auto const age = now - window_.began;
    return (window_.count >= enough && age >= shortest_window) ||
           (window_.count >= few && age >= longest_window);
}

void gradient_limit::judge(time_point now) {
    auto const mean = window_.mean();
    if (best_ == 0)
        take_best(now, mean);
    else if (window_.most <= options_.least && window_.drops == 0)
        take_best(now, best_ + 0.3 * (mean - best_));
    // What the limit does not hold back says nothing about it.
    if (2.0 * window_.most < limit_) return;
    if (window_.drops * 2 >= window_.count) return move(0);
    if (is_measure_due(now)) return measure(now);
    move(std::clamp(options_.tolerance * best_ / mean, steepest, 1.0));
}

void gradient_limit::judge_measure(time_point now) {
    measuring_ = false;
    if (window_.drops * 2 >= window_.count) return move(0);
    auto const before = best_;
    take_best(now, best_ + 0.75 * (window_.mean() - best_));
    if (std::abs(best_ - before) > far_off * before) next_measure_ = now + measure_again;
}

void gradient_limit::take_best(time_point now, double best) {
    best_ = best;
    best_at_ = now;
    best_limit_ = top_ = limit_;
    next_measure_ = now + measure_every;
}

bool gradient_limit::is_measure_due(time_point now) const {
    if (window_.most <= options_.least) return false;
    // Far from where it was it is time to ask whether it is a queue that holds it down, or none that lets it
    // rise.
    bool const is_far = limit_ < far_down * top_ || limit_ > far_up * best_limit_;
    return now >= next_measure_ || (is_far && now >= best_at_ + measure_again);
}

void gradient_limit::measure(time_point now) {
    measuring_ = true;
    settled_ = false;
    before_measure_ = window_.mean();
    measure_until_ = now + std::max<duration>(measure_for, as_duration(longest * before_measure_));
}

/// `gradient`: 0 where most got no answer.
void gradient_limit::move(double gradient) {
    if (gradient == 0) {
        limit_ *= steepest;
    } else if (gradient < 1) {
        limit_ += smoothing * (std::sqrt(limit_) - (1 - gradient) * limit_);
    } else {
        limit_ += doubling_ ? limit_ : smoothing * std::sqrt(limit_);
    }
    doubling_ = doubling_ && gradient == 1;
    limit_ = std::clamp<double>(limit_, options_.least, most_);
    top_ = std::max(top_, limit_);
}

} // namespace ficus::resilience
