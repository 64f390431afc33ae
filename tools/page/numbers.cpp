#include "tools/page/numbers.hpp"

#include <date/date.h>

#include <chrono>
#include <cmath>
#include <cstdio>

namespace ficus::tools {
namespace {

std::string formatted(char const* format, double number) {
    char text[48];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

} // namespace

std::string share_text(double share) {
    if (share > 0 && share < 0.0001) return "< 0.01 %";
    return formatted("%.2f %%", share * 100);
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return "–";
    return share_text(static_cast<double>(part) / static_cast<double>(whole));
}

std::string latency_text(double milliseconds) {
    if (milliseconds >= 1000) return formatted("%.2f s", milliseconds / 1000);
    return formatted(milliseconds < 10    ? "%.2f ms"
                     : milliseconds < 100 ? "%.1f ms"
                                          : "%.0f ms",
                     milliseconds);
}

std::string times_text(double ratio) {
    return formatted(ratio < 10 ? "%.2f ×" : "%.1f ×", ratio);
}

std::string minute_text(shadow::time_point at) {
    return date::format("%F %H:%M", std::chrono::floor<std::chrono::minutes>(at));
}

} // namespace ficus::tools
