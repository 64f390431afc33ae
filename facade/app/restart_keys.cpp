#include "facade/app/restart_keys.hpp"

namespace ficus::app {

std::vector<std::string> keys_that_need_a_restart(config::facade_options const& running,
                                                  config::facade_options const& read) {
    std::vector<std::string> keys;
    if (running.listen != read.listen) keys.emplace_back("facade.listen");
    if (running.admin != read.admin) keys.emplace_back("facade.admin");
    if (running.data_dir != read.data_dir) keys.emplace_back("facade.data_dir");
    if (running.threads != read.threads) keys.emplace_back("facade.threads");
    if (running.tracing != read.tracing) keys.emplace_back("facade.tracing");
    auto const& before = running.shadow;
    auto const& after = read.shadow;
    if (before.max_held != after.max_held) keys.emplace_back("facade.shadow.max_held");
    if (before.max_under_way != after.max_under_way) keys.emplace_back("facade.shadow.max_under_way");
    if (before.keep_for != after.keep_for) keys.emplace_back("facade.shadow.keep_for");
    if (before.keep_size != after.keep_size) keys.emplace_back("facade.shadow.keep_size");
    return keys;
}

} // namespace ficus::app
