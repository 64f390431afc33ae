#include "rules/text.hpp"

#include <cstdint>

namespace ficus::rules {

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<std::uint8_t>(text[i++]);
        if (lead < 0x80) continue;
        int const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || text.size() - i < static_cast<std::size_t>(more)) return false;
        auto const second = static_cast<std::uint8_t>(text[i]);
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
            (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
            return false;
        for (int k = 0; k < more; ++k, ++i)
            if ((static_cast<std::uint8_t>(text[i]) & 0xc0) != 0x80) return false;
    }
    return true;
}

std::string_view method_meant(std::string_view text) {
    for (std::string_view known :
         {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"})
        if (text != known && equals_without_case(text, known)) return known;
    return {};
}

} // namespace ficus::rules
