#pragma once

#include <chrono>

namespace ficus::test {

using steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// By how much every deadline is stretched: 1 in a plain build, more under a sanitizer, and whatever
/// `$FICUS_TEST_PATIENCE` says besides (a slow machine).
double patience();

/// The wait for what should happen at once. Only a failing test ever waits so long.
inline constexpr milliseconds soon{8000};

/// A moment after which a wait gives up. Made from a duration on a plain build, stretched by `patience`.
class deadline {
public:
    static deadline in(milliseconds plain);

    bool passed() const { return steady::now() >= at_; }
    /// Milliseconds left, for poll(2): never negative.
    int left() const;
    steady::time_point at() const { return at_; }

private:
    explicit deadline(steady::time_point at) : at_(at) {}
    steady::time_point at_;
};

} // namespace ficus::test
