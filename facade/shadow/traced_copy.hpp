#pragma once

#include "facade/tracing/span.hpp"
#include "facade/upstream/call.hpp"

namespace ficus::tracing {
class exporter;
}

namespace ficus::shadow {

/// A copy of a request that a collector of traces is told of: its part of that trace, begun where the
/// request was answered.
struct traced_copy {
    tracing::exporter& to; ///< it outlives all jobs
    tracing::span span;
};

/// The copy that was sent at `began` has come to this.
void end(traced_copy& copy, io::clock::time_point began, upstream::call_result const& result);

} // namespace ficus::shadow
