#include "rules/clocks.hpp"

#include <ctime>

namespace ficus::rules {

namespace {

std::int64_t now(clockid_t id) {
    timespec t{};
    clock_gettime(id, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

} // namespace

clocks clocks::system() {
    return {[] { return now(CLOCK_REALTIME); }, [] { return now(CLOCK_MONOTONIC); }};
}

} // namespace ficus::rules
