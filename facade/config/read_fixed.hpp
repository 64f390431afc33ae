#pragma once

#include "acl/fixed.hpp"
#include "facade/config/section.hpp"

#include <optional>

namespace ficus::config {

/// `columns = [ { name = "qty", width = 5, align = "right", pad = "0" } ], line_end = "crlf"` of a side;
/// nothing where something is wrong with it.
std::optional<acl::fixed_layout> read_fixed(section& from);

} // namespace ficus::config
