#include "acl/case_folding.hpp"

#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace ficus::acl {

namespace {

/// Capitals from `first` to `last`, each `step`, and how far off their small letters are.
struct letters {
    std::uint32_t first, last, step;
    std::int32_t distance;
};

// Unicode 15, CaseFolding.txt, statuses C and S.
constexpr letters capitals[] = {
    {0x00C0, 0x00D6, 1, 32}, {0x00D8, 0x00DE, 1, 32}, {0x0100, 0x012E, 2, 1},     {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},  {0x014A, 0x0176, 2, 1},  {0x0178, 0x0178, 1, -121},  {0x0179, 0x017D, 2, 1},
    {0x01A0, 0x01A4, 2, 1},  {0x01AF, 0x01AF, 1, 1},  {0x01CD, 0x01DB, 2, 1},     {0x01DE, 0x01EE, 2, 1},
    {0x01F8, 0x021E, 2, 1},  {0x0222, 0x0232, 2, 1},  {0x0386, 0x0386, 1, 38},    {0x0388, 0x038A, 1, 37},
    {0x038C, 0x038C, 1, 64}, {0x038E, 0x038F, 1, 63}, {0x0391, 0x03A1, 1, 32},    {0x03A3, 0x03AB, 1, 32},
    {0x03C2, 0x03C2, 1, 1},  {0x0400, 0x040F, 1, 80}, {0x0410, 0x042F, 1, 32},    {0x0460, 0x0480, 2, 1},
    {0x048A, 0x04BE, 2, 1},  {0x04C0, 0x04C0, 1, 15}, {0x04C1, 0x04CD, 2, 1},     {0x04D0, 0x052E, 2, 1},
    {0x0531, 0x0556, 1, 48}, {0x1E00, 0x1E94, 2, 1},  {0x1E9E, 0x1E9E, 1, -7615}, {0x1EA0, 0x1EFE, 2, 1},
};

std::uint32_t small(std::uint32_t letter) {
    auto const* found = std::upper_bound(std::begin(capitals), std::end(capitals), letter,
                                         [](auto one, auto const& row) { return one < row.first; });
    if (found == std::begin(capitals)) return letter;
    --found;
    if (letter > found->last || (letter - found->first) % found->step != 0) return letter;
    return letter + static_cast<std::uint32_t>(found->distance);
}

} // namespace

std::string fold_case(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    auto const more = [&](std::size_t at) { return at < text.size() ? byte(at) & 0x3FU : 0U; };
    std::array<char, 4> encoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = byte(i);
        if (c < 0x80) {
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : text[i];
            continue;
        }
        // Of all that is folded the sequences are of two bytes or of three.
        std::size_t const size = c >= 0xC3 && c <= 0xDF ? 2 : c == 0xE1 ? 3 : 1;
        if (size == 1 || find_invalid_utf8(text.substr(i, size)) != std::string_view::npos) {
            folded += text[i];
            continue;
        }
        auto const letter =
            size == 2 ? (c & 0x1FU) << 6 | more(i + 1) : (c & 0x0FU) << 12 | more(i + 1) << 6 | more(i + 2);
        folded.append(encoded.data(), put_utf8(small(letter), encoded.data()));
        i += size - 1;
    }
    return folded;
}

} // namespace ficus::acl
