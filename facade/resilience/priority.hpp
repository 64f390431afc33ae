#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ficus::resilience {

/// How much a feature's requests matter where not all that come can be served: `low` goes first, `always` is
/// never turned away.
enum class priority : std::uint8_t { low, normal, high, always };
inline constexpr std::size_t priorities = 4;

constexpr std::string_view name_of(priority p) {
    constexpr std::string_view names[priorities] = {"low", "normal", "high", "always"};
    return names[static_cast<std::size_t>(p)];
}

} // namespace ficus::resilience
