#include "facade/shadow/wilson.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace ficus::shadow {

namespace {

constexpr std::uint64_t beyond_reach = 1'000'000'000'000; // comparisons: nobody waits for so many

} // namespace

rate_interval wilson(std::uint64_t matched, std::uint64_t compared, double confidence) {
    if (compared == 0) return {0.0, 1.0};
    auto const z =
        boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
    auto const n = static_cast<double>(compared);
    auto const p = static_cast<double>(matched) / n;
    auto const middle = p + z * z / (2 * n);
    auto const reach = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    auto const scale = 1 + z * z / n;
    return {matched == 0 ? 0.0 : std::max(0.0, (middle - reach) / scale),
            matched == compared ? 1.0 : std::min(1.0, (middle + reach) / scale)};
}

std::optional<std::uint64_t> flawless_until(double rate, std::uint64_t matched, std::uint64_t compared,
                                            double confidence) {
    auto const reaches = [&](std::uint64_t more) {
        return wilson(matched + more, compared + more, confidence).low >= rate;
    };
    if (reaches(0)) return 0;
    if (rate >= 1 || !reaches(beyond_reach)) return std::nullopt;
    // More flawless comparisons only raise the lower end.
    std::uint64_t too_few = 0;
    std::uint64_t enough = beyond_reach;
    while (enough - too_few > 1) {
        auto const middle = too_few + (enough - too_few) / 2;
        (reaches(middle) ? enough : too_few) = middle;
    }
    return enough;
}

} // namespace ficus::shadow
