#include "facade/resilience/retry_budget.hpp"

#include <algorithm>

namespace ficus::resilience {

void retry_budget::note(time_point now, std::uint64_t requests_so_far) {
    // When they came, nobody knows: as if all had come right after the last time, so that none stays in the
    // window for longer than it may. Those before the first time may be ages old.
    if (begun_ && requests_so_far > requests_) window_.add(noted_, {requests_so_far - requests_, 0});
    begun_ = true;
    requests_ = std::max(requests_, requests_so_far);
    noted_ = std::max(noted_, now);
}

bool retry_budget::take(time_point now, std::uint64_t requests_so_far) {
    note(now, requests_so_far);
    auto const sum = window_.sum(noted_);
    auto const seconds = std::chrono::duration<double>(options_.window).count();
    auto const allowed =
        std::max(options_.share * static_cast<double>(sum.requests), options_.least_per_second * seconds);
    if (static_cast<double>(sum.retries + 1) > allowed) return false;
    window_.add(noted_, {0, 1});
    return true;
}

} // namespace ficus::resilience
