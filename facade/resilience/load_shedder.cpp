#include "facade/resilience/load_shedder.hpp"

#include <algorithm>
#include <cmath>

namespace ficus::resilience {

namespace {

constexpr std::chrono::milliseconds interval{100};
// One long piece of work is one long wait, and no queue.
constexpr unsigned least_notes = 2;
// Of the part, an interval: for a wait that is `delay` too long, and for one that has grown by `delay`.
// Without the second the part would grow until the queue has gone, and be far too large by then.
constexpr double gain = 0.02;
constexpr double gain_of_growth = 0.1;
constexpr double most_excess = 4;
constexpr double most_step = 0.5;
// What is left of the part in each interval that hardly has a wait.
constexpr double left_over = 0.9;
// What is served is what shows that there is room again.
constexpr double most_part = 0.99;

} // namespace

load_shedder::change load_shedder::note(duration waited, time_point now, shed_options const& options) {
    if (began_ == time_point{}) began_ = now;
    least_ = std::min(least_, waited);
    ++notes_;
    auto const length = now - began_;
    if (length < interval || notes_ < least_notes) return change::none;
    using fraction = std::chrono::duration<double>;
    auto const target = fraction(options.delay);
    auto const excess = std::min(fraction(least_) / target - 1, most_excess);
    auto const growth = std::clamp(fraction(least_ - standing_) / target, -most_excess, most_excess);
    // Where notes are late themselves, one stands for several.
    auto const intervals = std::clamp(fraction(length) / fraction(interval), 1.0, most_excess);
    bool const shed_before = sheds();
    part_ += std::clamp(gain * excess * intervals + gain_of_growth * growth, -most_step, most_step);
    if (excess < -0.5 && growth <= 0) part_ *= left_over;
    // Nothing begins while the wait is short, however fast it grows.
    part_ = !shed_before && excess <= 0 ? 0 : std::clamp(part_, 0.0, most_part);
    standing_ = least_;
    spread();
    began_ = now;
    least_ = duration::max();
    notes_ = 0;
    came_ = {};
    if (shed_before == sheds()) return change::none;
    return sheds() ? change::began : change::ended;
}

// By what has come since the last time: the part is one of all requests, whatever they are.
void load_shedder::spread() {
    double all = 0;
    for (auto const n : came_) all += static_cast<double>(n);
    if (all == 0) return;
    auto due = part_ * all;
    for (std::size_t p = 0; p < static_cast<std::size_t>(priority::always); ++p) {
        auto const n = static_cast<double>(came_[p]);
        // Of what has not come it is not known what it will make up.
        chances_[p] = n > 0 ? std::min(1.0, due / n) : due > 0 ? part_ : 0;
        due = std::max(0.0, due - n);
    }
}

bool load_shedder::admits(priority p, std::uint64_t random) {
    auto const at = static_cast<std::size_t>(p);
    ++came_[at];
    if (part_ <= 0 || p == priority::always) return true;
    constexpr double all = 1ULL << 32;
    return static_cast<double>(random & 0xffffffffU) >= chances_[at] * all;
}

} // namespace ficus::resilience
