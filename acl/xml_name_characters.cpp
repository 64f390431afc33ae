#include "acl/xml_name_characters.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace ficus::acl {
namespace {

struct range {
    std::uint32_t first, last;
};

constexpr range starting[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                              {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                              {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
/// Not at the beginning.
constexpr range continuing[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

template<std::size_t N>
bool is_in(range const (&all)[N], std::uint32_t c) {
    return std::any_of(std::begin(all), std::end(all),
                       [c](range const& r) { return r.first <= c && c <= r.last; });
}

} // namespace

bool has_name_characters_beyond_ascii(std::string_view name) {
    for (std::size_t i = 0; i < name.size();) {
        auto const lead = static_cast<unsigned char>(name[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t const size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (size > name.size() - i) return false;
        std::uint32_t c = lead & (0xFFU >> (size + 1));
        for (std::size_t n = 1; n < size; ++n) c = c << 6 | (static_cast<unsigned char>(name[i + n]) & 0x3FU);
        if (!is_in(starting, c) && (i == 0 || !is_in(continuing, c))) return false;
        i += size;
    }
    return true;
}

} // namespace ficus::acl
