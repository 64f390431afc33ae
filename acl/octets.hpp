#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ficus::acl {

/// Sixteen octets that are looked at at once where the processor has SSE2, as every x86-64 has.
class sixteen_octets {
public:
    static constexpr std::size_t size = 16;

    /// Which of them are of some kind.
    class those {
    public:
        /// The first one is the lowest bit.
        std::uint32_t bits() const;
        friend those operator|(those a, those b);

    private:
        friend class sixteen_octets;
#if defined(__SSE2__)
        explicit those(__m128i all_ones) : each_(all_ones) {}
        __m128i each_;
#else
        explicit those(std::uint32_t bits) : bits_(bits) {}
        std::uint32_t bits_;
#endif
    };

    /// All sixteen must be readable.
    explicit sixteen_octets(char const* at);
    those that_are(char c) const;
    /// Compared without a sign.
    those at_most(char c) const;
    /// The bits of those that are not ASCII.
    std::uint32_t beyond_ascii() const;
    /// Writes all sixteen.
    void put(char* to) const;

private:
#if defined(__SSE2__)
    __m128i octets_;
#else
    template<typename F>
    std::uint32_t each(F const& is) const {
        std::uint32_t bits = 0;
        for (std::uint32_t i = 0; i < size; ++i)
            bits |= static_cast<std::uint32_t>(is(static_cast<unsigned char>(octets_[i]))) << i;
        return bits;
    }
    char const* octets_;
#endif
};

#if defined(__SSE2__)

inline std::uint32_t sixteen_octets::those::bits() const {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(each_));
}
inline sixteen_octets::those operator|(sixteen_octets::those a, sixteen_octets::those b) {
    return sixteen_octets::those(_mm_or_si128(a.each_, b.each_));
}
inline sixteen_octets::sixteen_octets(char const* at)
    : octets_(_mm_loadu_si128(reinterpret_cast<__m128i const*>(at))) {}
inline sixteen_octets::those sixteen_octets::that_are(char c) const {
    return those(_mm_cmpeq_epi8(octets_, _mm_set1_epi8(c)));
}
inline sixteen_octets::those sixteen_octets::at_most(char c) const {
    return those(_mm_cmpeq_epi8(_mm_min_epu8(octets_, _mm_set1_epi8(c)), octets_));
}
inline std::uint32_t sixteen_octets::beyond_ascii() const {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(octets_));
}
inline void sixteen_octets::put(char* to) const {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), octets_);
}

#else

inline std::uint32_t sixteen_octets::those::bits() const {
    return bits_;
}
inline sixteen_octets::those operator|(sixteen_octets::those a, sixteen_octets::those b) {
    return sixteen_octets::those(a.bits_ | b.bits_);
}
inline sixteen_octets::sixteen_octets(char const* at) : octets_(at) {}
inline sixteen_octets::those sixteen_octets::that_are(char c) const {
    return those(each([&](unsigned char octet) { return octet == static_cast<unsigned char>(c); }));
}
inline sixteen_octets::those sixteen_octets::at_most(char c) const {
    return those(each([&](unsigned char octet) { return octet <= static_cast<unsigned char>(c); }));
}
inline std::uint32_t sixteen_octets::beyond_ascii() const {
    return each([](unsigned char octet) { return octet >= 0x80; });
}
inline void sixteen_octets::put(char* to) const {
    std::memcpy(to, octets_, size);
}

#endif

/// What a JSON string cannot hold as it is (RFC 8259 §7): quotes, backslashes and control characters.
inline std::uint32_t special_in_json(sixteen_octets const& octets) {
    return (octets.at_most(0x1f) | octets.that_are('"') | octets.that_are('\\')).bits();
}

inline bool is_plain_in_json(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x1f || c == '"' || c == '\\';
    });
}

} // namespace ficus::acl
