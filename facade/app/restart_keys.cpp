#include "facade/app/restart_keys.hpp"

namespace ficus::app {

std::vector<std::string> keys_that_need_a_restart(config::facade_options const& running,
                                                  config::facade_options const& read) {
    std::vector<std::string> keys;
    if (running.listen != read.listen) keys.emplace_back("facade.listen");
    if (running.admin != read.admin) keys.emplace_back("facade.admin");
    if (running.data_dir != read.data_dir) keys.emplace_back("facade.data_dir");
    if (running.threads != read.threads) keys.emplace_back("facade.threads");
    return keys;
}

} // namespace ficus::app
