#include "tools/page/markup.hpp"

#include "acl/utf8.hpp"

#include <cstdint>

namespace ficus::tools {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

void put_picture(unsigned code, std::string& out) {
    char bytes[4];
    out.append(bytes, acl::put_utf8(0x2400 + code, bytes));
}

/// U+FFFE and U+FFFF are the only ones above the controls that UTF-8 may hold and XML 1.0 (2.2) may not.
bool is_no_character(std::string_view three) {
    return three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF";
}

void put_ascii(char c, std::string& out) {
    switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    case '\n':
    case '\t': out += c; return;
    case '\x7F': put_picture(0x21, out); return;
    default:
        if (static_cast<unsigned char>(c) < 0x20)
            put_picture(static_cast<unsigned char>(c), out);
        else
            out += c;
    }
}

std::size_t length_of(char first) {
    auto const byte = static_cast<unsigned char>(first);
    return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void put_valid(std::string_view text, std::string& out) {
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            put_ascii(text.front(), out);
            text.remove_prefix(1);
            continue;
        }
        auto const length = length_of(text.front());
        auto const character = text.substr(0, length);
        auto const c1 = length == 2 && character < std::string_view("\xC2\xA0");
        out += c1 || is_no_character(character) ? replacement : character;
        text.remove_prefix(length);
    }
}

} // namespace

std::string markup_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (;;) {
        auto const bad = acl::find_invalid_utf8(text);
        put_valid(text.substr(0, bad), out);
        if (bad == std::string_view::npos) return out;
        out += replacement;
        text.remove_prefix(bad + 1);
    }
}

} // namespace ficus::tools
