#pragma once

#include "facade/http/grammar.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Where reading stops: the first octet of a set, looked for sixteen at a time where the processor has SSE2
/// (every x86-64 has), else one at a time.
namespace ficus::http {

#if defined(__SSE2__)
namespace simd {

inline __m128i equal(__m128i octets, char c) {
    return _mm_cmpeq_epi8(octets, _mm_set1_epi8(c));
}
/// Compared without a sign.
inline __m128i at_most(__m128i octets, char c) {
    return _mm_cmpeq_epi8(_mm_min_epu8(octets, _mm_set1_epi8(c)), octets);
}
inline __m128i between(__m128i octets, char first, char last) {
    return at_most(_mm_sub_epi8(octets, _mm_set1_epi8(first)), static_cast<char>(last - first));
}

} // namespace simd
#endif

/// NUL, CR and LF, and the other controls below them: it is quicker to look at those too.
struct line_octets {
    static constexpr bool has(char c) { return static_cast<unsigned char>(c) <= '\r'; }
#if defined(__SSE2__)
    static __m128i in(__m128i o) {
        return simd::at_most(o, '\r');
    }
#endif
};

/// All that is_control() means, and the tab.
struct control_octets {
    static constexpr bool has(char c) { return is_control(c) || c == '\t'; }
#if defined(__SSE2__)
    static __m128i in(__m128i o) {
        return _mm_or_si128(simd::at_most(o, 0x1f), simd::equal(o, 0x7f));
    }
#endif
};

/// What no request target may hold (RFC 9112 §3.2), but for what lies above ASCII.
struct blank_octets {
    static constexpr bool has(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }
#if defined(__SSE2__)
    static __m128i in(__m128i o) {
        return _mm_or_si128(simd::at_most(o, 0x20), simd::equal(o, 0x7f));
    }
#endif
};

/// The same, and what ends a target's path.
struct path_end_octets {
    static constexpr bool has(char c) { return blank_octets::has(c) || c == '?' || c == '#'; }
#if defined(__SSE2__)
    static __m128i in(__m128i o) {
        return _mm_or_si128(blank_octets::in(o), _mm_or_si128(simd::equal(o, '?'), simd::equal(o, '#')));
    }
#endif
};

/// What ends most names: all but letters, digits and `-`.
struct name_end_octets {
    static constexpr bool has(char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-');
    }
#if defined(__SSE2__)
    static __m128i in(__m128i o) {
        auto const letters = simd::between(_mm_or_si128(o, _mm_set1_epi8(0x20)), 'a', 'z');
        auto const others = _mm_or_si128(simd::between(o, '0', '9'), simd::equal(o, '-'));
        return _mm_xor_si128(_mm_or_si128(letters, others), _mm_set1_epi8(-1));
    }
#endif
};

constexpr std::ptrdiff_t octets_at_once = 16;

/// Which of the next octets, sixteen at most, are in `Set`: the first one is the lowest bit. What lies in
/// [begin, at) may be read, but does not count.
template<class Set>
inline std::uint32_t octets_in(char const* at, [[maybe_unused]] char const* begin, char const* end) {
#if defined(__SSE2__)
    auto const in = [](char const* from) {
        auto const octets = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(Set::in(octets)));
    };
    auto const left = end - at;
    if (left >= octets_at_once) [[likely]]
        return in(at);
    // The last sixteen, of which some have been seen.
    if (end - begin >= octets_at_once) return in(end - octets_at_once) >> (octets_at_once - left);
#endif
    std::uint32_t mask = 0;
    for (std::uint32_t bit = 1; at != end && bit < (1U << octets_at_once); ++at, bit <<= 1)
        if (Set::has(*at)) mask |= bit;
    return mask;
}

/// The first octet of `Set` in [at, end), or `end`; as above.
template<class Set>
inline char const* find_first(char const* at, char const* begin, char const* end) {
    for (;;) {
        if (auto const mask = octets_in<Set>(at, begin, end); mask != 0) [[likely]]
            return at + std::countr_zero(mask);
        if (end - at <= octets_at_once) return end;
        at += octets_at_once;
    }
}

} // namespace ficus::http
