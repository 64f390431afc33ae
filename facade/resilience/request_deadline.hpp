#pragma once

#include "facade/resilience/clock.hpp"

#include <algorithm>

namespace ficus::resilience {

/// When a request must be over, whatever is done for it until then. A value.
class request_deadline {
public:
    /// Never.
    static constexpr request_deadline none() { return request_deadline(time_point::max()); }
    static constexpr request_deadline after(time_point start, duration span) {
        return request_deadline(span < time_point::max() - start ? start + span : time_point::max());
    }

    constexpr bool is_none() const { return at_ == time_point::max(); }
    constexpr bool passed(time_point now) const { return now >= at_; }
    /// Not below zero; duration::max() of none().
    constexpr duration left(time_point now) const {
        if (is_none()) return duration::max();
        return passed(now) ? duration::zero() : at_ - now;
    }
    /// How long something may take that could take `wanted`: zero where the deadline has passed.
    constexpr duration cap(duration wanted, time_point now) const { return std::min(wanted, left(now)); }

private:
    constexpr explicit request_deadline(time_point at) : at_(at) {}
    time_point at_;
};

} // namespace ficus::resilience
