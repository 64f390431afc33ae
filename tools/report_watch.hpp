#pragma once

#include "tools/failure.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace ficus::tools {

/// Shows what `text` makes on the terminal's other screen, anew `every` so often and when its size changes,
/// until SIGINT, SIGQUIT, SIGTERM or SIGHUP; the terminal is then as it was before. What fails is shown in the text's
/// place, and tried again: a store may be moved or made while one watches. For a process of one thread.
outcome watch(int terminal, std::chrono::milliseconds every,
              std::function<result<std::string>()> const& text);

} // namespace ficus::tools
