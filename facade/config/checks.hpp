#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/diagnostics.hpp"
#include "facade/config/tree.hpp"

#include <optional>
#include <string_view>

namespace ficus::config {

/// Where a key stands in the tree; of one that is not there, the nearest table above it stands in. nullopt
/// below what is neither table nor list: that has been found wrong already, and what is said of its parts
/// follows from it.
std::optional<place> locate(node const& root, std::string_view key);

/// Names that refer to upstreams and translators, and what nothing refers to. Fills in the features' legacy
/// side.
void check_references(configuration& config, node const& root, diagnostics& out);

/// What the components themselves have to say of their options: paths, patterns, mappings; and, where nothing
/// is wrong with them, which features can never be reached.
void check_components(configuration const& config, node const& root, diagnostics& out);

} // namespace ficus::config
