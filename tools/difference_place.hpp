#pragma once

#include "tools/failure.hpp"

#include <string>

namespace ficus::tools {

/// A place where answers differ, as reports write it: one spelling, list positions as `[*]`, headers in lower
/// case. `what` names the argument in the error: `--path`.
result<std::string> difference_place(std::string const& given, std::string const& what);

} // namespace ficus::tools
