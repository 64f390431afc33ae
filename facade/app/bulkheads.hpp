#pragma once

#include "facade/config/configuration.hpp"
#include "facade/obs/exposition.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/resilience/bulkhead.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace ficus::app {

/// The bulkhead of a feature's side (0: legacy, 1: modern); null: it has none. What is under way at the same
/// upstream goes on to count over a reload, whatever the limits are then.
std::shared_ptr<resilience::bulkhead> bulkhead_for(config::feature const& of, std::size_t side,
                                                   pipeline::site const* before);

/// Of each bulkhead, in the order of the configuration.
std::vector<obs::bulkhead_figures> bulkhead_figures_of(pipeline::site const& site);

/// Of each upstream whose limit is adaptive.
std::vector<obs::limit_figures> limit_figures_of(pipeline::site const& site);

} // namespace ficus::app
