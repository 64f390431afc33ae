#pragma once

#include "facade/config/configuration.hpp"

#include <string>
#include <vector>

namespace ficus::app {

/// What a reload cannot change, since sockets, threads and stores are made at the start: the keys of
/// `[facade]` whose values in `read` are other ones than those of the facade that runs.
std::vector<std::string> keys_that_need_a_restart(config::facade_options const& running,
                                                  config::facade_options const& read);

} // namespace ficus::app
