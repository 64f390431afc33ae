#include "facade/http/scan.hpp"

#include "facade/http/octets.hpp"

namespace ficus::http {

namespace {

#if defined(__SSE2__)
/// The first of the octets from `from` on that are not known to stand in whole lines, none of them empty and
/// none with NUL: 32 at a time. Behind it comes what has to be looked at more closely, or the end.
char const* pass_lines(char const* from, bool line_begins, char const* end) {
    auto const mask = [](__m128i first, __m128i second) {
        return static_cast<std::uint64_t>(_mm_movemask_epi8(first)) |
               static_cast<std::uint64_t>(_mm_movemask_epi8(second)) << 16;
    };
    std::uint64_t after_lf = line_begins ? 1 : 0;
    std::uint64_t after_cr = 0;
    for (; end - from >= 32; from += 32) {
        auto const a = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
        auto const b = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from + 16));
        auto const cr = mask(simd::equal(a, '\r'), simd::equal(b, '\r'));
        auto const lf = mask(simd::equal(a, '\n'), simd::equal(b, '\n'));
        auto const nul = _mm_movemask_epi8(simd::equal(_mm_min_epu8(a, b), '\0'));
        after_cr |= cr << 1;
        after_lf |= lf << 1;
        // LF behind every CR and nowhere else, and no CR at the beginning of a line.
        if ((((after_cr & 0xffffffff) ^ lf) | (after_lf & cr) | static_cast<std::uint64_t>(nul)) != 0)
            return (after_cr & 1) != 0 ? from - 1 : from;
        after_cr >>= 32;
        after_lf >>= 32;
    }
    return after_cr != 0 ? from - 1 : from;
}
#else
char const* pass_lines(char const* from, bool, char const*) {
    return from;
}
#endif

} // namespace

head_scanner::state head_scanner::scan(std::string_view bytes) {
    auto const* const begin = bytes.data();
    auto const* const end = begin + bytes.size();
    auto const* from = begin + seen_;
    auto const more = [&](char const* seen) {
        seen_ = static_cast<std::size_t>(seen - begin);
        return state::more;
    };
    auto const bad = [&](std::string_view why) {
        why_ = why;
        return state::bad;
    };
    auto const line_begins_at = [begin](char const* at) { return at == begin || at[-1] == '\n'; };
    from = pass_lines(from, line_begins_at(from), end);
    while (from < end) {
        auto const* next = from + octets_at_once;
        for (auto mask = octets_in<line_octets>(from, begin, end); mask != 0;) {
            auto const bit = std::countr_zero(mask);
            auto const* const at = from + bit;
            if (*at == '\r') {
                // It is only known to be bare once the byte after it is there.
                if (at + 1 == end) return more(at);
                if (at[1] != '\n') return bad("CR without LF in the head");
                if (line_begins_at(at)) {
                    size_ = static_cast<std::size_t>(at + 2 - begin);
                    return state::complete;
                }
                // The LF may stand behind these octets.
                if (at + 2 > next) next = at + 2;
                mask &= ~(std::uint32_t{3} << bit);
            } else if (*at == '\n') {
                return bad("LF without CR in the head");
            } else if (*at == '\0') {
                return bad("NUL in the head");
            } else {
                mask &= mask - 1;
            }
        }
        from = next;
    }
    return more(end);
}

} // namespace ficus::http
