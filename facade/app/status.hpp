#pragma once

#include "facade/app/rules_follower.hpp"
#include "facade/obs/counters.hpp"
#include "facade/pipeline/snapshot.hpp"

#include <string>

namespace ficus::app {

/// What `/api/status` answers: counts and latencies of every feature since the facade started, and what its
/// circuit breaker does now.
std::string status_json(obs::counters const& counters, pipeline::site const& site, std::uint64_t revision);

struct readiness {
    unsigned status = 200;
    std::string json;
};
/// 503 before the facade serves and while it drains. A broken store is no reason to be taken out of service:
/// it stays 200 and says so.
readiness readiness_json(store_health const& store, bool ready, bool draining, std::uint64_t revision);

} // namespace ficus::app
