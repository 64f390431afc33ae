#pragma once

#include "facade/shadow/record.hpp"

#include <cstdint>
#include <string>

namespace ficus::tools {

// Figures for people, where facade/shadow/figures.hpp does not have them already.

/// A part of a whole as `0.27 %`; what is there and reads as nothing is `< 0.01 %`, and of nothing it is `–`.
std::string share_text(std::uint64_t part, std::uint64_t whole);
std::string share_text(double share);
/// `3.42 ms`, `127 ms`, `4.1 s`
std::string latency_text(double milliseconds);
/// A ratio: `1.25 ×`
std::string times_text(double ratio);
/// `2026-03-04 05:06` in UTC
std::string minute_text(shadow::time_point at);

} // namespace ficus::tools
