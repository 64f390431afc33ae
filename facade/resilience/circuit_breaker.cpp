#include "facade/resilience/circuit_breaker.hpp"

#include <algorithm>
#include <utility>

namespace ficus::resilience {

namespace {

double share(std::uint64_t part, std::uint64_t of) {
    return of == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(of);
}

} // namespace

std::string_view name_of(breaker_state s) {
    switch (s) {
    case breaker_state::closed: return "closed";
    case breaker_state::open: return "open";
    case breaker_state::half_open: return "half_open";
    }
    return "unknown";
}

std::string_view name_of(breaker_cause c) {
    switch (c) {
    case breaker_cause::failure_rate: return "failure_rate";
    case breaker_cause::slow_rate: return "slow_rate";
    case breaker_cause::consecutive: return "consecutive";
    case breaker_cause::waited: return "waited";
    case breaker_cause::probe_failed: return "probe_failed";
    case breaker_cause::probes_passed: return "probes_passed";
    }
    return "unknown";
}

// In a window that begins between the two tellings of one request, its end alone is left.
std::uint64_t outcome_counts::requests() const {
    auto const told = ok + failed + slow;
    return std::max({told - std::min(late, told), failed, slow});
}

outcome_counts& outcome_counts::operator+=(outcome_counts const& more) {
    ok += more.ok;
    failed += more.failed;
    slow += more.slow;
    late += more.late;
    return *this;
}

double failure_rate(outcome_counts const& counts) {
    return share(counts.failed, counts.requests());
}

double slow_rate(outcome_counts const& counts) {
    return share(counts.slow, counts.requests());
}

permission circuit_breaker::ask(time_point now) {
    if (state_ == breaker_state::closed) return permission::go;
    if (state_ == breaker_state::open) {
        if (now < probe_at()) return permission::no;
        become(now, breaker_state::half_open, breaker_cause::waited);
    }
    if (probing_ + passed_ >= options_.probes) return permission::no;
    ++probing_;
    return permission::probe;
}

void circuit_breaker::tell(time_point now, outcome_counts const& counts) {
    if (state_ != breaker_state::closed) return;
    window_.add(now, counts);
    if (counts.ok > 0) failed_row_ = 0;
    failed_row_ += counts.failed;
    if (counts.failed > 0 || counts.slow > 0) judge(now);
}

void circuit_breaker::tell_successes(time_point from, time_point now, std::uint64_t ok) {
    if (state_ != breaker_state::closed || ok == 0) return;
    failed_row_ = 0;
    auto const step = duration(options_.window) / static_cast<duration::rep>(buckets);
    auto const span = std::max(now - from, duration(1));
    auto left = ok;
    if (step < span) {
        auto const each =
            static_cast<std::uint64_t>(static_cast<double>(ok) * (static_cast<double>(step.count()) /
                                                                  static_cast<double>(span.count())));
        auto const steps = std::min<duration::rep>(span / step, buckets);
        for (auto i = steps; i > 0; --i) window_.add(now - step * i, {each, 0, 0, 0});
        // What came before the window is not in it.
        left = span > duration(options_.window) ? 0 : ok - each * static_cast<std::uint64_t>(steps);
    }
    window_.add(now, {left, 0, 0, 0});
}

void circuit_breaker::judge(time_point now) {
    auto const in_window = window_.sum(now);
    auto const enough = in_window.requests() >= options_.min_requests;
    if (enough && failure_rate(in_window) >= options_.failure_rate)
        become(now, breaker_state::open, breaker_cause::failure_rate);
    else if (enough && options_.slow_after.count() > 0 && slow_rate(in_window) >= options_.slow_rate)
        become(now, breaker_state::open, breaker_cause::slow_rate);
    else if (options_.consecutive > 0 && failed_row_ >= options_.consecutive)
        become(now, breaker_state::open, breaker_cause::consecutive);
}

void circuit_breaker::tell_probe(time_point now, std::uint64_t phase, probe_result result) {
    if (phase != phase_ || probing_ == 0) return;
    --probing_;
    if (result == probe_result::bad) return become(now, breaker_state::open, breaker_cause::probe_failed);
    if (result == probe_result::good && ++passed_ >= options_.probes)
        become(now, breaker_state::closed, breaker_cause::probes_passed);
}

void circuit_breaker::become(time_point now, breaker_state to, breaker_cause why) {
    auto const in_window = window_.sum(now);
    change_ = breaker_change{to, why, now, failure_rate(in_window), slow_rate(in_window)};
    state_ = to;
    since_ = now;
    ++phase_;
    probing_ = 0;
    passed_ = 0;
    failed_row_ = 0;
    // What it failed by before says nothing of what has come back.
    if (to == breaker_state::closed) window_.clear();
}

std::optional<breaker_change> circuit_breaker::take_change() {
    return std::exchange(change_, std::nullopt);
}

} // namespace ficus::resilience
