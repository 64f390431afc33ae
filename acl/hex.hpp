#pragma once

#include <cstdint>
#include <string>

namespace ficus::acl {

/// 0 to 15, or -1.
constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// All sixteen digits.
inline std::string hex_text(std::uint64_t number) {
    std::string digits(16, '0');
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, number >>= 4)
        *at = "0123456789abcdef"[number & 15];
    return digits;
}

} // namespace ficus::acl
