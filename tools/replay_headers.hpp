#pragma once

#include "facade/config/reader.hpp"
#include "tools/failure.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::tools {

/// What `replay -H` adds to every request: `Name: value`, or `Name: env:VARIABLE`, whose value nobody sees
/// who lists processes. Refuses what belongs to the way that a request goes. Failures have
/// exit_status::usage.
result<std::vector<std::pair<std::string, std::string>>>
replay_headers(std::vector<std::string> const& given, config::environment const& environment);

} // namespace ficus::tools
