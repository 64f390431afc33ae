#include "facade/upstream/health.hpp"

#include "facade/resilience/slow_start.hpp"

#include <algorithm>

namespace ficus::upstream {

using resilience::endpoint_phase;

std::string_view name_of(verdict v) {
    switch (v) {
    case verdict::ok: return "ok";
    case verdict::failed: return "failed";
    case verdict::unreachable: return "unreachable";
    case verdict::unwell: return "unwell";
    }
    return "unknown";
}

verdict verdict_of(failure const& f) {
    switch (f.code) {
    case failure_code::unresolved:
    case failure_code::refused:
    case failure_code::connect_timeout: return verdict::unreachable;
    default: return verdict::failed;
    }
}

health::health(upstream_options const& options, listener changed)
    : outlier_(options.outlier), panic_(options.panic), slow_start_(options.slow_start),
      changed_(std::move(changed)) {
    auto const outlier = outlier_.value_or(resilience::outlier_options{});
    auto const check = options.check.value_or(check_options{});
    for (auto const& one : options.endpoints)
        endpoints_.emplace_back(one.weight, outlier, resilience::health_verdict(check.rise, check.fall));
}

std::size_t health::count_out() const {
    return static_cast<std::size_t>(
        std::count_if(endpoints_.begin(), endpoints_.end(), [](auto const& one) { return one.is_out(); }));
}

bool health::panics(std::size_t out) const {
    auto const all = endpoints_.size();
    return static_cast<double>(all - out) < panic_ * static_cast<double>(all);
}

std::optional<std::size_t> health::weigh(tried_endpoints const& tried, resilience::time_point now,
                                         std::span<resilience::candidate> to) {
    std::lock_guard const lock(mutex_);
    bool const panic = panics(count_out());
    bool any = false;
    bool well = true;
    for (std::size_t i = 0; i < to.size(); ++i) {
        auto const& one = endpoints_[i];
        auto& weight = to[i].weight;
        if (!one.is_out())
            weight = one.weight * resilience::ramp(one.back, now, slow_start_);
        else
            weight = panic && !one.unreachable ? one.weight : 0;
        any = any || weight > 0;
        well = well && !one.is_out() && weight >= one.weight;
    }
    all_well_.store(well, std::memory_order_relaxed);
    if (!any)
        for (std::size_t i = 0; i < to.size(); ++i) to[i].weight = endpoints_[i].weight;
    for (std::size_t i = 0; i < to.size(); ++i)
        if (!tried.has(i) && endpoints_[i].checked.well() && endpoints_[i].outlier.begin_trial(now)) return i;
    return std::nullopt;
}

void health::tell(std::size_t endpoint, resilience::time_point asked, resilience::time_point now, verdict v) {
    auto& one = endpoints_[endpoint];
    if (!outlier_ || (v == verdict::ok && !one.marred.load(std::memory_order_relaxed))) return;
    std::unique_lock lock(mutex_);
    bool const was_out = one.is_out();
    bool ejected = false;
    if (v == verdict::ok) {
        one.outlier.ok(asked, now);
    } else {
        ++one.failures;
        // Who accepts no connection serves nobody.
        auto const most = outlier_->max_ejected * static_cast<double>(endpoints_.size());
        bool const may = v == verdict::unreachable || static_cast<double>(count_out() + 1) <= most;
        ejected = one.outlier.failed(asked, now, may);
        if (ejected) one.unreachable = v == verdict::unreachable;
    }
    one.marred.store(v != verdict::ok || one.outlier.is_out(), std::memory_order_relaxed);
    note(one, now, was_out);
    bool const out = one.is_out();
    auto const length = one.outlier.ejected_until() - now;
    lock.unlock();
    if (changed_ && (ejected || was_out != out))
        changed_({endpoint, ejected, v, ejected ? length : resilience::duration::zero()});
}

void health::check(std::size_t endpoint, resilience::time_point now, bool good) {
    auto& one = endpoints_[endpoint];
    std::unique_lock lock(mutex_);
    bool const was_out = one.is_out();
    one.checked.tell(good);
    if (good && one.outlier.is_out()) one.outlier.readmit(now);
    note(one, now, was_out);
    bool const out = one.is_out();
    lock.unlock();
    if (changed_ && was_out != out) changed_({endpoint, out, out ? verdict::unwell : verdict::ok});
}

void health::forget(std::size_t endpoint, resilience::time_point now) {
    auto& one = endpoints_[endpoint];
    std::unique_lock lock(mutex_);
    bool const was_out = one.is_out();
    one.checked.forget();
    one.outlier.start_anew(now);
    one.unreachable = false;
    one.marred.store(false, std::memory_order_relaxed);
    note(one, now, was_out);
    lock.unlock();
    if (changed_ && was_out) changed_({endpoint});
}

void health::note(endpoint_state& one, resilience::time_point now, bool was_out) {
    bool const out = one.is_out();
    if (was_out && !out) one.back = now;
    one.out.store(out, std::memory_order_relaxed);
    // What has come back is all well once weigh() has seen so.
    if (out) all_well_.store(false, std::memory_order_relaxed);
}

std::vector<health::view> health::look(resilience::time_point now) const {
    std::lock_guard const lock(mutex_);
    std::vector<view> out;
    for (auto const& one : endpoints_)
        out.push_back({one.checked.well() ? resilience::name_of(one.outlier.phase(now)) : "down",
                       one.failures, one.outlier.ejections()});
    return out;
}

} // namespace ficus::upstream
