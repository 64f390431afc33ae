#pragma once

#include <cstdint>
#include <sys/types.h>

namespace ficus::rules {

/// When a process started, in clock ticks since boot: with its pid it names it for as long as the system
/// runs. 0 when there is none, or the system does not say.
std::int64_t process_started(pid_t pid);

/// Whether the process that had this pid and start still runs. One whose start is unknown (0) goes by its
/// pid.
bool process_runs(pid_t pid, std::int64_t started);

} // namespace ficus::rules
