#include "acl/text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read is written as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const read = read_text(text);
    if (!read) return 0;
    std::string out;
    if (!write_text(*read->root(), out) || out != text) std::abort();
    return 0;
}
