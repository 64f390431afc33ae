#pragma once

#include "facade/app/address_follower.hpp"
#include "facade/obs/exposition.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/resilience/clock.hpp"

#include <vector>

namespace ficus::app {

/// Of each endpoint that may be left out, in the order of the configuration.
std::vector<obs::endpoint_figures> endpoint_figures_of(pipeline::site const& site,
                                                       resilience::time_point now);
std::vector<obs::lookup_figures> lookup_figures_of(address_follower::counts const& counted);

} // namespace ficus::app
