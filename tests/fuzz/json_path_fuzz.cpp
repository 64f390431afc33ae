#include "acl/json_path.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever parses reads back as the same path from what it writes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using ficus::acl::json_path;
    auto const read = json_path::parse({reinterpret_cast<char const*>(data), size});
    if (!read) return 0;
    auto const again = json_path::parse(read->to_string());
    if (!again || !(*again == *read)) std::abort();
    return 0;
}
