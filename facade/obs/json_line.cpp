#include "facade/obs/json_line.hpp"

#include <charconv>

namespace ficus::obs {

namespace {

/// The length of the UTF-8 sequence that `text` begins with, 0 when it begins with none (RFC 3629 §4).
std::size_t sequence_length(std::string_view text) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i) { return i < text.size() && (at(i) & 0xc0) == 0x80; };
    auto const first = at(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return continues(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if (!continues(1) || !continues(2)) return 0;
        if (first == 0xe0 && at(1) < 0xa0) return 0;
        if (first == 0xed && at(1) > 0x9f) return 0;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (first == 0xf0 && at(1) < 0x90) return 0;
        if (first == 0xf4 && at(1) > 0x8f) return 0;
        return 4;
    }
    return 0;
}

bool is_plain(char c) {
    auto const u = static_cast<unsigned char>(c);
    return u >= 0x20 && u < 0x7f && c != '"' && c != '\\';
}

} // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && is_plain(text[plain])) ++plain;
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        char const c = text.front();
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
            text.remove_prefix(1);
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            constexpr auto hex = "0123456789abcdef";
            out += "\\u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[c & 15];
            text.remove_prefix(1);
        } else if (auto const n = sequence_length(text); n > 0) {
            out += text.substr(0, n);
            text.remove_prefix(n);
        } else {
            out += "\xef\xbf\xbd";
            text.remove_prefix(1);
        }
    }
    out += '"';
}

void json_line::begin(std::string_view key) {
    text_ += text_.empty() ? "{\"" : ",\"";
    text_ += key;
    text_ += "\":";
}

json_line& json_line::add(std::string_view key, std::string_view value) {
    begin(key);
    append_json_string(text_, value);
    return *this;
}

json_line& json_line::raw(std::string_view key, std::string_view value) {
    begin(key);
    text_ += value;
    return *this;
}

json_line& json_line::add_number(std::string_view key, std::uint64_t value) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return raw(key, {digits, static_cast<std::size_t>(end - digits)});
}

json_line& json_line::add_ms(std::string_view key, std::chrono::nanoseconds duration) {
    auto const us = duration.count() < 0 ? 0 : duration.count() / 1000;
    char digits[32];
    auto end = std::to_chars(digits, digits + 24, us / 1000).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + us / 100 % 10);
    *end++ = static_cast<char>('0' + us / 10 % 10);
    *end++ = static_cast<char>('0' + us % 10);
    return raw(key, {digits, static_cast<std::size_t>(end - digits)});
}

std::string_view json_line::finish() {
    text_ += text_.empty() ? "{}\n" : "}\n";
    return text_;
}

} // namespace ficus::obs
