#pragma once

#include "facade/resilience/bulkhead.hpp"
#include "facade/upstream/upstream_options.hpp"

#include <chrono>
#include <optional>

namespace ficus::upstream {

/// What a feature says of one of its sides, where it is to be something other than what the upstream's own
/// table says.
struct side_options {
    std::optional<std::chrono::milliseconds> connect_timeout{};
    std::optional<std::chrono::milliseconds> response_timeout{};
    std::optional<std::chrono::milliseconds> queue_timeout{};
    std::optional<std::chrono::milliseconds> body_timeout{};
    std::optional<unsigned> retries{};
    resilience::bulkhead_options bulkhead{};

    friend bool operator==(side_options const&, side_options const&) = default;
};

/// How long a request waits for a side, and how often it is tried there.
struct side_limits {
    std::chrono::milliseconds connect{};
    std::chrono::milliseconds response{};
    std::chrono::milliseconds queue{}; ///< for one of the connections that the upstream may have
    std::chrono::milliseconds body{};  ///< between two moments at which the upstream sent or took something
    unsigned retries = 0;
};

/// `body_timeout`: the facade's own, where neither table has one. `has_other`: where this side cannot be had,
/// another may answer: nobody queues for long then.
side_limits limits_of(upstream_options const& of, side_options const& said,
                      std::chrono::milliseconds body_timeout, bool has_other);

} // namespace ficus::upstream
