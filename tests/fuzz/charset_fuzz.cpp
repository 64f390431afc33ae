#include "acl/charset.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What is encoded is decoded as the same, and what is decoded is UTF-8. The first byte chooses the character
/// set.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    constexpr std::string_view names[] = {"ISO-8859-1", "windows-1252", "Shift_JIS", "ISO-2022-JP", "UTF-16",
                                          "UTF-16BE",   "GB18030",      "EUC-KR",    "BIG5-HKSCS",  "UTF-7"};
    if (size == 0) return 0;
    std::string_view const input(reinterpret_cast<char const*>(data + 1), size - 1);
    static_cast<void>(charset::find(input));
    auto const set = charset::find(names[data[0] % std::size(names)]);
    if (!set) std::abort();
    std::string bytes;
    if (set->encode(input, bytes)) {
        auto const same = set->decode(bytes);
        if (!same || *same != input) std::abort();
    }
    auto const text = set->decode(input);
    auto const utf8 = charset::find("UTF-8");
    if (text && !utf8->decode(*text)) std::abort();
    return 0;
}
