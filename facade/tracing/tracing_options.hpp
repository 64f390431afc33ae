#pragma once

#include "facade/upstream/upstream_options.hpp"

#include <string>

namespace ficus::tracing {

/// `[facade.tracing]`
struct tracing_options {
    upstream::endpoint_options collector;
    std::string path = "/v1/traces";
    double sample = 0.01; ///< share (0 to 1) of requests that are told of
    std::string service = "ficus";

    friend bool operator==(tracing_options const&, tracing_options const&) = default;
};

} // namespace ficus::tracing
