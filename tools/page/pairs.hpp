#pragma once

#include "facade/shadow/report.hpp"
#include "tools/page/markup.hpp"

namespace ficus::tools {

/// The stored pairs of answers behind each field that differs, side by side, with the difference marked. They
/// were masked when they were stored.
void put_pairs(shadow::feature_report const& one, markup& out);

} // namespace ficus::tools
