#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ficus::config {

/// "; did you mean `listen`?" where one is near, else what is known: "; known are: `a`, `b`", else "".
std::string suggestion(std::string_view text, std::vector<std::string> const& candidates);

} // namespace ficus::config
