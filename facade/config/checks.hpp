#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/diagnostics.hpp"
#include "facade/config/tree.hpp"

#include <string>

namespace ficus::config {

/// Where a key stands in the tree. `key` is written like member_key() and element_key() write it; of a key
/// that is not there, the nearest table above it stands in.
position locate(node const& root, std::string_view key);

/// Names that refer to upstreams and translators, and what nothing refers to. Fills in the features' legacy
/// side.
void check_references(configuration& config, node const& root, diagnostics& out);

} // namespace ficus::config
