#pragma once

#include "rules/rule.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <string>

namespace ficus::tools {

/// `[{"when": ["header:X-Beta=1"], "share": 100.0}, {"when": [], "share": 25.0}]`
boost::json::array rules_json(rules::feature_rules const& rules);

/// `2026-03-04T05:06:07.089Z`, from nanoseconds of CLOCK_REALTIME.
std::string utc_time(std::int64_t realtime_ns);

/// `2026-03-04 05:06:07`, in this process's time zone: for reading.
std::string local_time(std::int64_t realtime_ns);

} // namespace ficus::tools
