#include "facade/resilience/shared_breaker.hpp"

#include <algorithm>

namespace ficus::resilience {

breaker_pass& breaker_pass::operator=(breaker_pass&& other) noexcept {
    if (this == &other) return *this;
    give_back();
    from_ = std::exchange(other.from_, nullptr);
    thread_ = other.thread_;
    phase_ = other.phase_;
    probe_ = other.probe_;
    slow_ = other.slow_;
    return *this;
}

void breaker_pass::tell(time_point now, outcome what) {
    if (from_ == nullptr || (slow_ && what == outcome::slow)) return;
    if (probe_)
        from_->tell_probe(*this, now, what == outcome::ok ? probe_result::good : probe_result::bad);
    else
        from_->tell(*this, now, what);
    slow_ = what == outcome::slow;
    if (probe_ || !slow_) from_ = nullptr;
}

void breaker_pass::give_back() {
    if (from_ != nullptr && probe_) from_->give_back(*this);
    from_ = nullptr;
}

shared_breaker::shared_breaker(breaker_options const& options, std::size_t threads, time_point now,
                               std::function<void(breaker_change const&)> changed)
    : cells_(threads), breaker_(options), read_at_(now), changed_(std::move(changed)) {}

breaker_pass shared_breaker::ask(std::size_t thread, time_point now) {
    auto const word = word_.load(std::memory_order_relaxed);
    breaker_pass pass(*this, thread, phase_of(word));
    if (state_of(word) == breaker_state::closed) return pass;
    if (state_of(word) == breaker_state::open &&
        now.time_since_epoch().count() < probe_at_.load(std::memory_order_relaxed)) {
        cells_[thread].refused.add();
        return {};
    }
    std::unique_lock lock(mutex_);
    auto const may = breaker_.ask(now);
    pass.phase_ = breaker_.phase();
    pass.probe_ = may == permission::probe;
    auto const change = publish();
    lock.unlock();
    announce(change);
    if (may != permission::no) return pass;
    cells_[thread].refused.add();
    return {};
}

duration shared_breaker::refuses_for(time_point now) const {
    if (state() != breaker_state::open) return duration::zero();
    auto const at = time_point(duration(probe_at_.load(std::memory_order_relaxed)));
    return std::max(at - now, duration::zero());
}

void shared_breaker::tell(breaker_pass const& pass, time_point now, outcome what) {
    if (pass.phase_ != phase_of(word_.load(std::memory_order_relaxed))) return;
    auto& mine = cells_[pass.thread_];
    if (pass.slow_) mine.late.add();
    if (what == outcome::ok) return mine.ok.add();
    (what == outcome::slow ? mine.slow : mine.failed).add();
    std::unique_lock lock(mutex_);
    read_cells(now);
    auto const change = publish();
    lock.unlock();
    announce(change);
}

void shared_breaker::tell_probe(breaker_pass const& pass, time_point now, probe_result result) {
    std::unique_lock lock(mutex_);
    // First: what was told before it closes is not for the time after.
    read_cells(now);
    breaker_.tell_probe(now, pass.phase_, result);
    auto const change = publish();
    lock.unlock();
    announce(change);
}

void shared_breaker::give_back(breaker_pass const& probe) {
    std::lock_guard const lock(mutex_);
    breaker_.tell_probe(time_point{}, probe.phase_, probe_result::none);
}

void shared_breaker::read_cells(time_point now) {
    outcome_counts all;
    for (auto const& one : cells_)
        all += {one.ok.read(), one.failed.read(), one.slow.read(), one.late.read()};
    breaker_.tell_successes(read_at_, now, all.ok - read_.ok);
    breaker_.tell(now, {0, all.failed - read_.failed, all.slow - read_.slow, all.late - read_.late});
    read_ = all;
    // Another thread may have read the clock later than this one, and come sooner.
    read_at_ = std::max(read_at_, now);
}

std::optional<breaker_change> shared_breaker::publish() {
    auto const change = breaker_.take_change();
    if (!change) return change;
    if (change->to == breaker_state::open) ++opened_;
    probe_at_.store(breaker_.probe_at().time_since_epoch().count(), std::memory_order_relaxed);
    word_.store(breaker_.phase() * 4 + static_cast<std::uint64_t>(change->to), std::memory_order_relaxed);
    return change;
}

void shared_breaker::announce(std::optional<breaker_change> const& change) const {
    if (change && changed_) changed_(*change);
}

shared_breaker::view shared_breaker::look(time_point now) {
    std::unique_lock lock(mutex_);
    read_cells(now);
    auto const change = publish();
    auto const counts = breaker_.counts(now);
    view out{breaker_.state(), breaker_.since(), failure_rate(counts), slow_rate(counts), opened_, 0};
    lock.unlock();
    announce(change);
    for (auto const& one : cells_) out.refused += one.refused.read();
    return out;
}

} // namespace ficus::resilience
