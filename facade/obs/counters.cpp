#include "facade/obs/counters.hpp"

#include <algorithm>

namespace ficus::obs {

namespace {

void add_one(std::map<std::string, std::uint64_t, std::less<>>& to, std::string_view reason) {
    if (auto const at = to.find(reason); at != to.end())
        ++at->second;
    else
        to.emplace(reason, 1);
}

} // namespace

void latency_cells::add(std::chrono::nanoseconds took) {
    auto const us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, took.count() / 1000));
    // Counting all is a few vector instructions, and nothing to guess for the processor.
    auto const bounded = static_cast<std::int32_t>(std::min<std::uint64_t>(us, latency_bounds.back() + 1));
    std::int32_t at = 0;
    for (auto bound : latency_bounds) at += static_cast<std::int32_t>(bound) < bounded;
    buckets[static_cast<std::size_t>(at)].add();
    sum_us.add(us);
}

feature_counters::~feature_counters() {
    for (auto& cell : cells_) delete cell.load(std::memory_order_acquire);
}

feature_cells& feature_counters::of(std::size_t thread) {
    auto* cells = cells_[thread].load(std::memory_order_relaxed);
    if (cells == nullptr) {
        cells = new feature_cells;
        cells_[thread].store(cells, std::memory_order_release);
    }
    return *cells;
}

std::shared_ptr<feature_counters> counters::feature(std::string const& name) {
    std::lock_guard lock(registry_);
    auto& slot = features_[name];
    if (!slot) slot = std::make_shared<feature_counters>(threads_);
    return slot;
}

operation_counters& counters::operation(std::string const& feature, std::string const& name) {
    std::lock_guard lock(registry_);
    auto& of = operations_[feature];
    auto at = of.find(name);
    if (at == of.end()) {
        auto const& called = of.size() < most_operations ? name : other_operations;
        at = of.try_emplace(called).first;
        if (!at->second) at->second = std::make_unique<operation_counters>(called, threads_);
    }
    return *at->second;
}

void counters::count_refusal(std::string_view reason) {
    std::lock_guard lock(reasons_);
    add_one(refusals_, reason);
}

void counters::count_bad_answer(std::string_view reason) {
    std::lock_guard lock(reasons_);
    add_one(bad_answers_, reason);
}

void counters::count_unread_body(std::string_view reason) {
    std::lock_guard lock(reasons_);
    add_one(unread_bodies_, reason);
}

void counters::count_undecoded_body(std::string_view reason) {
    std::lock_guard lock(reasons_);
    add_one(undecoded_bodies_, reason);
}

void counters::count_retry(std::string const& upstream, std::string_view reason) {
    std::lock_guard lock(reasons_);
    ++retries_[{upstream, std::string(reason)}];
}

void counters::count_retry_refused(std::string const& upstream) {
    std::lock_guard lock(reasons_);
    ++retries_refused_[upstream];
}

void counters::count_fallback(std::string const& feature, std::string_view reason) {
    std::lock_guard lock(reasons_);
    ++fallbacks_[{feature, std::string(reason)}];
}

void counters::count_call(std::string const& feature, std::string const& call, std::string_view outcome) {
    std::lock_guard lock(reasons_);
    ++calls_[{feature, call, std::string(outcome)}];
}

std::map<std::array<std::string, 2>, std::uint64_t> counters::retries() const {
    std::lock_guard lock(reasons_);
    return retries_;
}

std::map<std::string, std::uint64_t, std::less<>> counters::retries_refused() const {
    std::lock_guard lock(reasons_);
    return retries_refused_;
}

std::map<std::array<std::string, 2>, std::uint64_t> counters::fallbacks() const {
    std::lock_guard lock(reasons_);
    return fallbacks_;
}

std::map<std::array<std::string, 3>, std::uint64_t> counters::calls() const {
    std::lock_guard lock(reasons_);
    return calls_;
}

void counters::count_throttled(std::string const& feature, std::size_t rule) {
    std::lock_guard lock(reasons_);
    ++throttled_[{feature, rule}];
}

void counters::count_throttle_forgotten(std::string const& feature, std::size_t rule) {
    std::lock_guard lock(reasons_);
    ++throttle_forgotten_[{feature, rule}];
}

std::map<std::pair<std::string, std::size_t>, std::uint64_t> counters::throttled() const {
    std::lock_guard lock(reasons_);
    return throttled_;
}

std::map<std::pair<std::string, std::size_t>, std::uint64_t> counters::throttle_forgotten() const {
    std::lock_guard lock(reasons_);
    return throttle_forgotten_;
}

request_sums counters::requests() const {
    request_sums sums;
    for (auto const& cells : cells_) {
        for (auto const& n : cells.answered) sums.answered += n.read();
        sums.aborted += cells.aborted.read();
        sums.cut += cells.cut.read();
        sums.begun += cells.requests.read();
    }
    return sums;
}

std::map<std::string, std::shared_ptr<feature_counters>> counters::features() const {
    std::lock_guard lock(registry_);
    return features_;
}

std::map<std::string, std::uint64_t, std::less<>> counters::refusals() const {
    std::lock_guard lock(reasons_);
    return refusals_;
}

std::map<std::string, std::uint64_t, std::less<>> counters::bad_answers() const {
    std::lock_guard lock(reasons_);
    return bad_answers_;
}

std::map<std::string, std::uint64_t, std::less<>> counters::unread_bodies() const {
    std::lock_guard lock(reasons_);
    return unread_bodies_;
}

std::map<std::string, std::uint64_t, std::less<>> counters::undecoded_bodies() const {
    std::lock_guard lock(reasons_);
    return undecoded_bodies_;
}

} // namespace ficus::obs
