#include "facade/shadow/figures.hpp"

#include <cmath>
#include <cstdio>

namespace ficus::shadow {

std::string counted(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string percent(double share) {
    char text[32];
    // A trifle more, which is what 0.57 * 10,000 is off by.
    std::snprintf(text, sizeof text, "%.2f %%", std::floor(share * 10'000 + 1e-7) / 100);
    return text;
}

std::string bar_percent(double share) {
    char text[32];
    // As many digits as anybody writes, and fewer than a double is exact to.
    std::snprintf(text, sizeof text, "%.12g %%", share * 100);
    return text;
}

} // namespace ficus::shadow
