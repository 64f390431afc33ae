#pragma once

#include <cstdint>
#include <string_view>

namespace ficus::rules {

/// One of the two upstreams that can serve a feature.
enum class side : std::uint8_t { legacy, modern };

constexpr std::string_view name_of(side s) {
    return s == side::legacy ? "legacy" : "modern";
}
constexpr side other(side s) {
    return s == side::legacy ? side::modern : side::legacy;
}

} // namespace ficus::rules
