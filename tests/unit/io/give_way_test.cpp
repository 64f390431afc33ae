#include "facade/io/give_way.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sched.h>
#include <sys/resource.h>
#include <thread>

namespace {

struct standing {
    int policy = ::sched_getscheduler(0);
    int niceness = ::getpriority(PRIO_PROCESS, 0);
};

} // namespace

TEST_CASE("a thread that gives way does so alone, and where it is nice already it becomes nicer") {
    standing const before;
    standing there;
    std::thread([&] {
        ficus::io::give_way();
        there = standing{};
    }).join();
    standing const after;
    CHECK(there.policy == SCHED_BATCH);
    CHECK(there.niceness == std::min(19, before.niceness + 5));
    CHECK(after.policy == before.policy);
    CHECK(after.niceness == before.niceness);
}
