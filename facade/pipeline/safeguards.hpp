#pragma once

#include "facade/resilience/bulkhead.hpp"
#include "facade/resilience/shared_breaker.hpp"
#include "facade/upstream/guard_options.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::pipeline {

/// What holds for the requests of a feature, or for those of none, when their sides are slow or fail: the
/// tables of the feature and of its upstreams in one. Immutable. Sides: 0 legacy, 1 modern.
struct safeguards {
    struct side {
        upstream::side_limits limits;
        /// The feature's, where it is modern, and the upstream's. Null: there is none.
        std::array<std::shared_ptr<resilience::shared_breaker>, 2> breakers;
        std::shared_ptr<resilience::bulkhead> bulkhead; ///< the feature's; null: there is none
        bool has_breaker() const { return breakers[0] != nullptr || breakers[1] != nullptr; }
        bool may_refuse() const { return has_breaker() || bulkhead != nullptr; }
    };
    std::array<side, 2> sides;
    /// By the side that is asked first: from the request's head to its answer's end. Zero: no limit.
    std::array<std::chrono::milliseconds, 2> request{};
    std::vector<std::string> retry_methods;
    upstream::fallback_rules fallback;

    /// Whether requests of that method, as clients write it, may be done twice although they are not
    /// idempotent.
    bool consents_to(std::string_view method) const;
};

/// `body_timeout`: the facade's own.
safeguards safeguards_of(upstream::upstream_options const& legacy, upstream::upstream_options const& modern,
                         upstream::guard_options const& said, std::chrono::milliseconds body_timeout);

} // namespace ficus::pipeline
