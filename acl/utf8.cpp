#include "acl/utf8.hpp"

#include <cstring>

namespace ficus::acl {
namespace {

/// The length of the well-formed sequence at `s`, or 0. `left` is at least 1.
std::size_t sequence_length(unsigned char const* s, std::size_t left) {
    auto const continues = [&](std::size_t i) { return i < left && (s[i] & 0xC0) == 0x80; };
    auto const lead = s[0];
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!continues(1) || !continues(2)) return 0;
        if (lead == 0xE0 && s[1] < 0xA0) return 0;
        if (lead == 0xED && s[1] > 0x9F) return 0;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (lead == 0xF0 && s[1] < 0x90) return 0;
        if (lead == 0xF4 && s[1] > 0x8F) return 0;
        return 4;
    }
    return 0;
}

} // namespace

std::size_t find_invalid_utf8(std::string_view text) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    auto const is_ascii_at = [&](std::size_t at) {
        std::uint64_t word;
        std::memcpy(&word, bytes + at, sizeof word);
        return (word & 0x8080808080808080U) == 0;
    };
    constexpr auto word_size = sizeof(std::uint64_t);
    std::size_t i = 0;
    while (i < text.size()) {
        // Payloads are nearly all ASCII: eight bytes at a time, and the last eight whatever is left of them.
        if (text.size() - i >= word_size) {
            if (is_ascii_at(i)) {
                i += word_size;
                continue;
            }
        } else if (text.size() >= word_size && is_ascii_at(text.size() - word_size)) {
            return std::string_view::npos;
        }
        if (bytes[i] < 0x80) {
            ++i;
            continue;
        }
        auto const length = sequence_length(bytes + i, text.size() - i);
        if (length == 0) return i;
        i += length;
    }
    return std::string_view::npos;
}

std::size_t put_utf8(std::uint32_t c, char* to) {
    auto const tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        to[0] = static_cast<char>(c);
        return 1;
    }
    if (c < 0x800) {
        to[0] = static_cast<char>(0xC0 | (c >> 6));
        to[1] = tail(0);
        return 2;
    }
    if (c < 0x10000) {
        to[0] = static_cast<char>(0xE0 | (c >> 12));
        to[1] = tail(6);
        to[2] = tail(0);
        return 3;
    }
    to[0] = static_cast<char>(0xF0 | (c >> 18));
    to[1] = tail(12);
    to[2] = tail(6);
    to[3] = tail(0);
    return 4;
}

} // namespace ficus::acl
