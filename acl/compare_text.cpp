#include "acl/compare_text.hpp"

#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

// Only as much as can be shown is looked at: every byte of the source yields at least one byte of the result.
std::string replace_invalid(std::string_view bytes, std::size_t enough) {
    std::string text;
    while (!bytes.empty() && text.size() <= enough) {
        auto const valid = std::min(find_invalid_utf8(bytes.substr(0, enough + 4)), bytes.size());
        text.append(bytes.substr(0, valid));
        bytes.remove_prefix(valid);
        if (bytes.empty() || text.size() > enough) break;
        text += replacement;
        bytes.remove_prefix(1);
    }
    return text;
}

} // namespace

std::string readable(std::string_view bytes, std::size_t most) {
    auto text = replace_invalid(bytes, most);
    if (text.size() <= most) return text;
    auto cut = most - std::min(most, ellipsis.size());
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text.resize(cut);
    if (most >= ellipsis.size()) text += ellipsis;
    return text;
}

bool is_text(std::string_view bytes) {
    return std::none_of(bytes.begin(), bytes.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B';
    });
}

} // namespace ficus::acl
