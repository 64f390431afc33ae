#pragma once

#include "facade/resilience/rate.hpp"

#include <string>
#include <vector>

namespace ficus::resilience {

/// An entry of a feature's `throttle`.
struct throttle_rule {
    /// `header:NAME`, `cookie:NAME`, `query:NAME`, `ip`: each value of the first that is there has a rate of
    /// its own. Empty: all requests share one.
    std::vector<std::string> key;
    resilience::rate rate;

    friend bool operator==(throttle_rule const&, throttle_rule const&) = default;
};

} // namespace ficus::resilience
