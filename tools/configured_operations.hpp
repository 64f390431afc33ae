#pragma once

#include "facade/config/configuration.hpp"

#include <string>
#include <vector>

namespace ficus::tools {

/// The operations (pipeline::operation_name()) that a feature's matchers name for the methods that may be
/// shadowed. HEAD is left out where GET stands beside it: who never sees it misses nothing.
std::vector<std::string> configured_operations(config::feature const& feature);

} // namespace ficus::tools
