#pragma once

#include "facade/config/configuration.hpp"
#include "tools/failure.hpp"

#include <chrono>
#include <string>

namespace ficus::tools {

/// The body of `GET http://FROM/TARGET`, when it is answered with 200 within `deadline`, all in all; else why
/// not. At most 16 MiB. Blocks.
result<std::string> http_get(config::address const& from, std::string const& target,
                             std::chrono::milliseconds deadline);

} // namespace ficus::tools
