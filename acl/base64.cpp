#include "acl/base64.hpp"

#include <array>
#include <cstdint>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> all_letters{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
constexpr std::uint8_t no_letter = 0xff;
constexpr auto all_values = [] {
    std::array<std::array<std::uint8_t, 256>, 2> tables{};
    for (std::size_t of = 0; of < 2; ++of) {
        tables[of].fill(no_letter);
        for (std::size_t i = 0; i < all_letters[of].size(); ++i)
            tables[of][static_cast<unsigned char>(all_letters[of][i])] = static_cast<std::uint8_t>(i);
    }
    return tables;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

} // namespace

void write_base64(std::string_view bytes, std::string& out, base64 as) {
    auto const letters = all_letters[static_cast<std::size_t>(as)];
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
        out += letters[group >> 18];
        out += letters[group >> 12 & 63];
        out += i + 1 < bytes.size() ? letters[group >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? letters[group & 63] : '=';
    }
}

bool read_base64(std::string_view text, std::string& out, base64 as) {
    auto const& values = all_values[static_cast<std::size_t>(as)];
    if (text.size() % 4 != 0) return false;
    auto const padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    text.remove_suffix(padding);
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const letter : text) {
        auto const six = values[static_cast<unsigned char>(letter)];
        if (six == no_letter) return false;
        held = (held << 6 | six) & 0xffff;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(held >> bits & 0xff);
    }
    return (held & ((1U << bits) - 1)) == 0;
}

} // namespace ficus::acl
