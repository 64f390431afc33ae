#pragma once

#include "facade/config/section.hpp"
#include "facade/upstream/upstream_options.hpp"

namespace ficus::config {

/// The keys of an upstream that say where its servers are, and which of them is asked.
void read_endpoints(section& from, upstream::upstream_options& out);

} // namespace ficus::config
