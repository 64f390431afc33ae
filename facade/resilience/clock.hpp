#pragma once

#include <chrono>

/// Decisions about services that fail: whom to ask, how often, and when no more. All of it is told the time,
/// which never runs backwards, and asks no clock.
namespace ficus::resilience {

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

} // namespace ficus::resilience
