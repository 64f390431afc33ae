#include "facade/resilience/bulkhead.hpp"

#include <limits>

namespace ficus::resilience {

namespace {

/// Where it is full that is counted.
bool take_one(std::atomic<std::uint32_t>& from, std::optional<std::uint32_t> most,
              std::atomic<std::uint64_t>& refused) {
    // More than a limit that a reload has lowered may be under way.
    auto now = from.load(std::memory_order_relaxed);
    while (now < most.value_or(std::numeric_limits<std::uint32_t>::max()))
        if (from.compare_exchange_weak(now, now + 1, std::memory_order_relaxed)) return true;
    refused.fetch_add(1, std::memory_order_relaxed);
    return false;
}

} // namespace

bulkhead::bulkhead(bulkhead_options const& options, std::string of)
    : bulkhead(options, std::move(of), std::make_shared<counts>()) {}

bulkhead::bulkhead(bulkhead_options const& options, std::string of, std::shared_ptr<counts> so_far)
    : options_(options), of_(std::move(of)), counts_(std::move(so_far)) {}

bulkhead::place bulkhead::enter() {
    auto& c = *counts_;
    return take_one(c.requests, options_.max_requests, c.refused_requests) ? place(c.requests) : place();
}

bulkhead::place bulkhead::wait() {
    auto& c = *counts_;
    return take_one(c.pending, options_.max_pending, c.refused_pending) ? place(c.pending) : place();
}

} // namespace ficus::resilience
