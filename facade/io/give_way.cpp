#include "facade/io/give_way.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace ficus::io {

namespace {

constexpr int niceness = 5;

}

void give_way() {
    sched_param const none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);
    // Of this thread alone: Linux's threads have a niceness each, whatever POSIX says.
    auto const now = ::getpriority(PRIO_PROCESS, 0);
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), now + niceness);
}

} // namespace ficus::io
