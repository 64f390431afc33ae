#pragma once

#include <algorithm>
#include <string_view>

namespace ficus::rules {

// Small questions about text, in ASCII whatever the locale.

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool equals_without_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// tchar of RFC 9110 §5.6.2.
constexpr bool is_token_char(char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// A token of RFC 9110 §5.6.2: what methods, header names and cookie names are.
constexpr bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// 0 to 15, or -1.
constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

/// The byte, 0 to 255, that the percent sequence at `percent` stands for; -1 where none is.
constexpr int percent_byte(std::string_view text, std::size_t percent) {
    if (text.size() - percent < 3 || text[percent] != '%') return -1;
    int const high = hex_value(text[percent + 1]);
    int const low = hex_value(text[percent + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

/// `GET` for `get`: the registered method that differs from this one in case alone; empty when there is none.
std::string_view method_meant(std::string_view text);

} // namespace ficus::rules
