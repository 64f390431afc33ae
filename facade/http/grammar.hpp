#pragma once

#include <array>
#include <string_view>

/// What RFC 9110 §5.6 calls its basic syntax, for all that read fields, chunks and trailers here.
namespace ficus::http {

namespace detail {

constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> is{};
    for (unsigned char const c :
         std::string_view("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                          "!#$%&'*+-.^_`|~"))
        is[c] = true;
    return is;
}();

} // namespace detail

/// tchar (RFC 9110 §5.6.2)
constexpr bool is_token_character(char c) {
    return detail::token_characters[static_cast<unsigned char>(c)];
}

constexpr bool is_token(std::string_view text) {
    for (char c : text)
        if (!is_token_character(c)) return false;
    return !text.empty();
}

/// A character that no field's value and no line may hold (RFC 9110 §5.5); a tab is none.
constexpr bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

/// OWS is made of these (RFC 9110 §5.6.3).
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Of a character that a token may have, the same without letter case. Of the others that come out changed
/// (`^` and `_`) none is in a name that is compared with.
constexpr char folded(char c) {
    return static_cast<char>(c | 0x20);
}

} // namespace ficus::http
