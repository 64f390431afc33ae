#pragma once

#include "facade/resilience/clock.hpp"

/// What the tests of this box share: a moment that all of them begin with.
namespace times {

using namespace std::chrono_literals;

constexpr ficus::resilience::time_point start{1'000'000s};

} // namespace times
