#include "facade/resilience/token_bucket.hpp"

namespace ficus::resilience {

token_verdict token_bucket::take(time_point now) {
    auto seen = full_at_.load(std::memory_order_relaxed);
    for (;;) {
        time_point full_at{duration(seen)};
        auto const verdict = rate_.take(full_at, now);
        if (!verdict.taken) return verdict;
        if (full_at_.compare_exchange_weak(seen, full_at.time_since_epoch().count(),
                                           std::memory_order_relaxed))
            return verdict;
    }
}

void token_bucket::give_back() {
    full_at_.fetch_sub(rate_.interval().count(), std::memory_order_relaxed);
}

} // namespace ficus::resilience
