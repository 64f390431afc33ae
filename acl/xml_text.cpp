#include "acl/xml_text.hpp"

#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace ficus::acl {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> own_entities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

/// What stands between `&` and `;`, written at `to`: the number of bytes, or 0 when it means nothing.
std::size_t put_reference(std::string_view reference, char* to) {
    if (reference.starts_with('#')) {
        reference.remove_prefix(1);
        int base = 10;
        if (reference.starts_with('x')) {
            reference.remove_prefix(1);
            base = 16;
        }
        std::uint32_t code_point = 0;
        auto const* end = reference.data() + reference.size();
        auto const [stop, ec] = std::from_chars(reference.data(), end, code_point, base);
        if (ec != std::errc{} || stop != end || !is_xml_character(code_point)) return 0;
        return put_utf8(code_point, to);
    }
    for (auto const& [name, character] : own_entities) {
        if (reference != name) continue;
        *to = character;
        return 1;
    }
    return 0;
}

/// Whether one of eight octets is a control character, or begins a sequence as that of U+FFFE does. A word is
/// as good as the octets that it is made of: borrows only add suspicion to what stands behind some.
bool is_suspicious(std::uint64_t octets) {
    constexpr std::uint64_t each = 0x0101010101010101;
    auto const control = (octets - each * 0x20) & ~octets;
    auto const other = octets ^ (each * 0xEF);
    auto const begins_so = (other - each) & ~other;
    return ((control | begins_so) & (each * 0x80)) != 0;
}

template<typename T>
std::uint64_t word_at(char const* at) {
    T word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// Of a text of four octets or more, in words that may overlap.
bool is_surely_plain(std::string_view text) {
    auto const* const begin = text.data();
    auto const* const end = begin + text.size();
    if (text.size() < 8)
        return !is_suspicious(word_at<std::uint32_t>(begin) | word_at<std::uint32_t>(end - 4) << 32);
    for (auto const* at = begin; end - at > 8; at += 8)
        if (is_suspicious(word_at<std::uint64_t>(at))) return false;
    return !is_suspicious(word_at<std::uint64_t>(end - 8));
}

} // namespace

bool is_xml_character(std::uint32_t c) {
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

std::size_t find_non_xml_character(std::string_view text) {
    if (text.size() >= 4 && is_surely_plain(text)) return std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.size() - i > 8 && !is_suspicious(word_at<std::uint64_t>(text.data() + i))) {
            i += 7;
            continue;
        }
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != 0xEF) continue;
        if (c < 0x20 ? !is_xml_character(c)
                     : text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")
            return i;
    }
    return std::string_view::npos;
}

bool is_xml_white_space(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

resolved_text resolve_references(char* text, std::size_t size) {
    if (size == 0) return {};
    auto* const end = text + size;
    auto* from = static_cast<char*>(std::memchr(text, '&', size));
    if (from == nullptr) return {size, std::string_view::npos};
    auto* to = from;
    while (from != end) {
        auto* const semicolon = std::find(from, std::min(end, from + 64), ';');
        char written[4];
        auto const length =
            semicolon == end || *semicolon != ';'
                ? 0
                : put_reference({from + 1, static_cast<std::size_t>(semicolon - from - 1)}, written);
        if (length == 0) return {0, static_cast<std::size_t>(from - text)};
        std::memcpy(to, written, length);
        to += length;
        from = semicolon + 1;
        auto* const next = std::find(from, end, '&');
        std::memmove(to, from, static_cast<std::size_t>(next - from));
        to += next - from;
        from = next;
    }
    return {static_cast<std::size_t>(to - text), std::string_view::npos};
}

} // namespace ficus::acl
