#pragma once

#include "facade/config/configuration.hpp"
#include "rules/store.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::tools {

/// What a facade has counted since it started, of one feature and one side.
struct side_figures {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::optional<double> p50_ms; ///< of several facades, the worst: quantiles do not add up
    std::optional<double> p99_ms;
};

/// A feature's circuit breaker.
struct breaker_figures {
    std::string state; ///< `closed`, `half_open` or `open`; of several facades, the worst
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;
};

/// What a feature may have under way at a side, all facades together.
struct bulkhead_figures {
    std::uint64_t requests = 0;
    std::optional<std::uint64_t> max_requests; ///< unset: no limit
    std::uint64_t pending = 0;
    std::optional<std::uint64_t> max_pending;
    std::uint64_t refused = 0;
};

struct feature_figures {
    side_figures legacy;
    side_figures modern;
    std::optional<breaker_figures> breaker;                         ///< unset: no facade has one
    std::map<std::string, bulkhead_figures, std::less<>> bulkheads; ///< by side; those alone that have limits
};

struct endpoint_figures {
    std::string state; ///< `up`, `trial` or `ejected`; of several facades, the worst
    std::uint64_t failures = 0;
    std::uint64_t ejections = 0;
    std::set<std::string> addresses; ///< of several facades, what any of them knows
};

struct upstream_figures {
    std::uint64_t connections = 0;
    std::uint64_t waiting = 0;                   ///< requests, for a connection
    std::uint64_t limit = 0;                     ///< of connections
    std::optional<std::uint64_t> adaptive_limit; ///< as it is now; unset: it does not move
    std::map<std::string, endpoint_figures, std::less<>> endpoints;
};

/// The sum over the running facades, by feature and by upstream.
struct live_figures {
    std::map<std::string, feature_figures, std::less<>> features;
    std::map<std::string, upstream_figures, std::less<>> upstreams;
    std::vector<std::string> troubles; ///< a sentence for each facade that gave none
};

/// Adds what `GET /api/status` answered. False, and nothing added, when it is not understood.
bool add_figures(live_figures& to, std::string_view answer);

/// Asks each facade's admin listener, at most a second each.
live_figures ask_facades(std::vector<rules::facade_entry> const& facades);

} // namespace ficus::tools
