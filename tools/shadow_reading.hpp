#pragma once

#include "facade/config/configuration.hpp"
#include "facade/shadow/store.hpp"
#include "tools/failure.hpp"
#include "tools/surroundings.hpp"

#include <optional>

namespace ficus::tools {

/// Opens shadow.db; nullopt where nothing has been recorded yet.
result<std::optional<shadow::store>> open_comparisons(config::configuration const& configuration);

/// The wall clock, to the millisecond.
shadow::time_point now(surroundings const& around);

} // namespace ficus::tools
