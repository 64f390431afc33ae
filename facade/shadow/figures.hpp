#pragma once

#include <cstdint>
#include <string>

namespace ficus::shadow {

// Figures as reports and verdicts print them.

/// `1,234,567`
std::string counted(std::uint64_t number);

/// What was measured, as `99.87 %`: rounded down, so that what is below a bar never reads as the bar.
std::string percent(double share);

/// What was asked for, in its own digits: 0.99999 is `99.999 %`.
std::string bar_percent(double share);

} // namespace ficus::shadow
