#pragma once

#include <string_view>

/// What RFC 9110 §5.6 calls its basic syntax, for all that read fields, chunks and trailers here.
namespace ficus::http {

/// tchar (RFC 9110 §5.6.2)
constexpr bool is_token_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
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

} // namespace ficus::http
