#pragma once

#include "facade/config/configuration.hpp"
#include "rules/table.hpp"
#include "tools/failure.hpp"

#include <vector>

namespace ficus::tools {

/// The features' options, in the configuration's order: what the facade compiles its table from.
std::vector<rules::feature_options> feature_options_of(config::configuration const& configuration);

/// What is wrong with features, as a failure of usage.
failure failure_of(std::vector<rules::option_error> const& errors);

/// The routing table, as the facade compiles it.
result<rules::table> routing_table(config::configuration const& configuration);

} // namespace ficus::tools
