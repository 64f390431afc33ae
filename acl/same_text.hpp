#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace ficus::acl {

namespace detail {

/// Of two texts of one size, which is that of T at least and of two at most.
template<typename T>
[[gnu::always_inline]] inline bool same_ends(char const* a, char const* b, std::size_t size) {
    T first_a, first_b, last_a, last_b;
    std::memcpy(&first_a, a, sizeof(T));
    std::memcpy(&first_b, b, sizeof(T));
    std::memcpy(&last_a, a + size - sizeof(T), sizeof(T));
    std::memcpy(&last_b, b + size - sizeof(T), sizeof(T));
    return ((first_a ^ first_b) | (last_a ^ last_b)) == 0;
}

} // namespace detail

/// a == b, for names: they are short, and a call of memcmp takes longer than comparing them.
[[gnu::always_inline]] inline bool same_text(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    auto const size = a.size();
    if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
    if (size >= 8) return detail::same_ends<std::uint64_t>(a.data(), b.data(), size);
    if (size >= 4) return detail::same_ends<std::uint32_t>(a.data(), b.data(), size);
    if (size >= 2) return detail::same_ends<std::uint16_t>(a.data(), b.data(), size);
    return size == 0 || *a.data() == *b.data();
}

} // namespace ficus::acl
