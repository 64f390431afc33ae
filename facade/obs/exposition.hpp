#pragma once

#include "facade/obs/counters.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::obs {

/// A circuit breaker, as it is now.
struct breaker_figures {
    std::string_view scope; ///< of what: `feature` or `upstream`
    std::string name;       ///< of that
    unsigned state = 0;     ///< 0 closed, 1 open, 2 half-open
    std::uint64_t opened = 0;
    std::uint64_t refused = 0; ///< requests
};

/// An endpoint of an upstream that has several, as it is now.
struct endpoint_figures {
    std::string upstream;
    std::string endpoint;
    bool up = true; ///< it is not left out
    std::uint64_t failures = 0;
    std::uint64_t ejections = 0;
};

/// What a feature has under way at a side that has limits for it.
struct bulkhead_figures {
    std::string feature;
    std::string_view side;
    std::uint64_t requests = 0;
    std::uint64_t pending = 0; ///< of them, those that wait for a connection
    std::uint64_t refused_requests = 0;
    std::uint64_t refused_pending = 0;
};

/// How many connections an upstream may have now, where that moves.
struct limit_figures {
    std::string upstream;
    std::uint64_t limit = 0;
};

/// How many lookups of names came to that.
struct lookup_figures {
    std::string_view result;
    std::uint64_t count = 0;
};

/// Figures that are no counters of requests.
struct gauges {
    std::uint64_t revision = 0;  ///< of the rules that are served
    bool store_degraded = false; ///< rules.db cannot be read
    bool draining = false;
    std::uint64_t log_dropped = 0;
    std::uint64_t shadow_written = 0;
    std::uint64_t shadow_lost = 0; ///< records that the writer had no room for or could not write
    std::vector<breaker_figures> breakers;
    std::vector<endpoint_figures> endpoints;
    std::vector<bulkhead_figures> bulkheads;
    std::vector<limit_figures> limits;
    std::vector<lookup_figures> lookups;
    std::uint64_t spans_exported = 0;
    std::uint64_t spans_dropped = 0; ///< no room, or the collector did not take them
    double started_at = 0;           ///< seconds since 1970
    double cpu_seconds = 0;          ///< of the process, user and system
    std::uint64_t resident_bytes = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t open_descriptors = 0;
    std::uint64_t most_descriptors = 0;
};

/// All counters in Prometheus' text format (version 0.0.4), names by its conventions.
std::string expose(counters const& all, gauges const& now);

} // namespace ficus::obs
