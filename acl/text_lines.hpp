#pragma once

#include "acl/value.hpp"

#include <optional>
#include <string_view>

namespace ficus::acl {

/// A text as an array of its lines, which point into it. They end in line feeds; a carriage return before one
/// belongs to the line, and what follows the last is a line, too. Unset past 100,000 lines.
std::optional<document> read_lines(std::string_view text);

} // namespace ficus::acl
