#include "acl/html_references.hpp"

#include "acl/html_entities.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ficus::acl {
namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int digit_of(char c, int base) {
    if (c >= '0' && c <= '9') return c - '0';
    if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// What windows-1252 has there is meant by the numbers of control characters.
constexpr std::array<std::uint16_t, 32> windows{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::uint32_t meant_by(std::uint32_t number) {
    if (number >= 0x80 && number < 0xA0) return windows[number - 0x80];
    bool const is_none = number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000);
    return is_none ? 0xFFFD : number;
}

void append(std::string& to, std::uint32_t code_point) {
    std::array<char, 4> bytes{};
    to.append(bytes.data(), put_utf8(code_point, bytes.data()));
}

/// Of `&#...`: how many bytes it has; 0: it is none.
std::size_t append_number(std::string& to, std::string_view text) {
    std::size_t at = 2;
    int const base = at < text.size() && (text[at] == 'x' || text[at] == 'X') ? 16 : 10;
    if (base == 16) ++at;
    auto const first = at;
    std::uint32_t number = 0;
    for (; at < text.size() && digit_of(text[at], base) >= 0; ++at)
        number = std::min<std::uint32_t>(0x110000, number * static_cast<std::uint32_t>(base) +
                                                       static_cast<std::uint32_t>(digit_of(text[at], base)));
    if (at == first) return 0;
    append(to, meant_by(number));
    return at < text.size() && text[at] == ';' ? at + 1 : at;
}

/// Of `&name`.
std::size_t append_named(std::string& to, std::string_view text, bool is_attribute) {
    constexpr std::size_t longest = 12;
    std::size_t end = 1;
    while (end < text.size() && end <= longest + 1 && is_alphanumeric(text[end])) ++end;
    if (end < text.size() && text[end] == ';')
        if (auto const* const whole = find_html_entity(text.substr(1, end - 1))) {
            append(to, whole->code_point);
            return end + 1;
        }
    for (constexpr std::size_t longest_bare = 6; end > 1; --end) {
        if (end > longest_bare + 1) continue;
        auto const* const bare = find_html_entity(text.substr(1, end - 1));
        if (bare == nullptr || !bare->is_bare) continue;
        // In an attribute, `?a=1&copy=2` has a parameter and no sign.
        if (is_attribute && end < text.size() && (text[end] == '=' || is_alphanumeric(text[end]))) return 0;
        append(to, bare->code_point);
        return end;
    }
    return 0;
}

} // namespace

void append_html_text(std::string& to, std::string_view text, bool is_attribute) {
    for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&')) {
        to += text.substr(0, at);
        text.remove_prefix(at);
        auto const size =
            text.starts_with("&#") ? append_number(to, text) : append_named(to, text, is_attribute);
        if (size == 0) to += '&';
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    to += text;
}

} // namespace ficus::acl
