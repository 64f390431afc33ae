#pragma once

#include "facade/config/reader.hpp"
#include "facade/config/values.hpp"

#include <string>
#include <string_view>

namespace ficus::config {

/// The text with `${NAME}` and `${NAME:-default}` replaced from the environment; the default serves where
/// NAME is unset or empty, as in a shell. What is put in is not looked at again. `$${` stands for `${`
/// itself; any other `$` is a `$`.
parsed<std::string> substitute(std::string_view text, environment const& env);

} // namespace ficus::config
