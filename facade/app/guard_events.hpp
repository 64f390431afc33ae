#pragma once

#include "facade/app/breakers.hpp"
#include "facade/obs/log.hpp"
#include "facade/upstream/health.hpp"

#include <functional>
#include <string>

namespace ficus::app {

/// Told of each endpoint that is left out or asked again, by the thread that has found it out.
using endpoint_listener = std::function<void(std::string const& upstream, std::string const& endpoint,
                                             upstream::endpoint_change const& change)>;

/// Who is told what becomes of services that fail; each may be empty.
struct guard_listeners {
    breaker_listener breakers;
    endpoint_listener endpoints;
};

/// Says all of it in the log, which outlives them.
guard_listeners tell_log(obs::log& to);

} // namespace ficus::app
