#pragma once

#include <cstddef>
#include <string_view>

namespace ficus::obs {

/// Names the calling thread, as `top -H`, perf and core files show it. The kernel keeps 15 characters: what
/// is longer is cut off.
void name_this_thread(std::string_view name);

/// `ficus-w` and the worker's index.
void name_this_worker(std::size_t index);

} // namespace ficus::obs
