#include "facade/resilience/rate.hpp"

#include <algorithm>

namespace ficus::resilience {

token_verdict leaky_rate::take(time_point& full_at, time_point now) const {
    token_verdict out;
    auto const full_if_taken = std::max(full_at, now) + interval_;
    out.taken = full_if_taken - now <= depth_;
    if (out.taken)
        full_at = full_if_taken;
    else
        out.wait = full_if_taken - now - depth_;
    out.full_in = std::max(full_at - now, duration::zero());
    out.left = static_cast<std::uint64_t>((depth_ - out.full_in) / interval_);
    return out;
}

} // namespace ficus::resilience
