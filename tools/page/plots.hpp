#pragma once

#include "facade/shadow/report.hpp"
#include "tools/page/markup.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace ficus::tools {

/// JSON that may stand in a script element: nothing in it ends one.
std::string json_for_script(boost::json::value const& value);

// Figures that tools/web/report.js draws by uPlot, each with its data as JSON for it, and as a table for all
// others.

/// Match rate over time with its interval, the noise line and the bar.
void put_match_plot(shadow::feature_report const& one, markup& out);
/// Configured and observed share over time.
void put_share_plot(shadow::feature_report const& one, shadow::report const& in, markup& out);
/// Latency of both sides as curves.
void put_latency_plot(shadow::feature_report const& one, markup& out);

} // namespace ficus::tools
