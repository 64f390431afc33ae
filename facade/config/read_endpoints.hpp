#pragma once

#include "facade/config/section.hpp"
#include "facade/upstream/upstream_options.hpp"

namespace ficus::config {

/// Where an upstream's servers are.
void read_endpoints(section& from, upstream::upstream_options& out);
/// Which of them is asked; they have been read.
void read_balance(section& from, upstream::upstream_options& out);

} // namespace ficus::config
