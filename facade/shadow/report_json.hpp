#pragma once

#include "facade/shadow/report.hpp"

#include <boost/json/value.hpp>

namespace ficus::shadow {

/// The report as design.md §5 has it, and what has been added since: the contract's `matched`, `match_rate`
/// and `interval` are beyond noise, `raw` has them as they were counted.
boost::json::value report_json(report const& report);

} // namespace ficus::shadow
