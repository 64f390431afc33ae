#include "acl/compare_text.hpp"

#include <algorithm>
#include <cstdint>

namespace ficus::acl {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

// The length of the well-formed sequence at the start (Unicode 15, table 3-7); 0: there is none.
std::size_t sequence_length(std::string_view bytes) {
    auto const byte = [&](std::size_t i) -> unsigned {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    auto const is_tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    unsigned const first = byte(0);
    unsigned const second = byte(1);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return is_tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (first == 0xE0 && second < 0xA0) return 0;
        if (first == 0xED && second > 0x9F) return 0;
        return is_tail(1) && is_tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (first == 0xF0 && second < 0x90) return 0;
        if (first == 0xF4 && second > 0x8F) return 0;
        return is_tail(1) && is_tail(2) && is_tail(3) ? 4 : 0;
    }
    return 0;
}

} // namespace

std::string readable(std::string_view bytes, std::size_t most) {
    std::string text;
    while (!bytes.empty()) {
        auto const length = sequence_length(bytes);
        auto const next = length == 0 ? replacement : bytes.substr(0, length);
        bool const is_last = bytes.size() <= std::max<std::size_t>(length, 1);
        // Room for the mark is kept as long as something may have to be cut.
        if (text.size() + next.size() + (is_last ? 0 : ellipsis.size()) > most) {
            if (text.size() + ellipsis.size() <= most) text += ellipsis;
            return text;
        }
        text += next;
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

bool is_text(std::string_view bytes) {
    return std::none_of(bytes.begin(), bytes.end(), [](char c) {
        auto const byte = static_cast<std::uint8_t>(c);
        return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B';
    });
}

} // namespace ficus::acl
