#pragma once

#include "facade/resilience/status_set.hpp"
#include "facade/upstream/failure.hpp"

namespace ficus::upstream {

/// `fallback` and `fallback_on` of a feature: when legacy answers in modern's place.
struct fallback_rules {
    bool allowed = false;
    bool unavailable = true; ///< it cannot be had, or what it says is no answer
    bool timeout = true;     ///< it takes too long
    bool open = true;        ///< its circuit breaker is
    bool overloaded = true;  ///< it has as many requests as it may
    resilience::status_set statuses{500, 502, 503, 504};

    bool takes(failure_code c) const;
    bool takes_status(unsigned status) const { return allowed && statuses.contains(status); }

    friend bool operator==(fallback_rules const&, fallback_rules const&) = default;
};

} // namespace ficus::upstream
