#pragma once

#include <cstdint>

namespace ficus::app {

/// What the process takes, as Prometheus' clients call it; 0 where the system does not say.
struct process_figures {
    double cpu_seconds = 0; ///< user and system
    std::uint64_t resident_bytes = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t open_descriptors = 0;
    std::uint64_t most_descriptors = 0; ///< RLIMIT_NOFILE
};

process_figures look_at_process();

} // namespace ficus::app
