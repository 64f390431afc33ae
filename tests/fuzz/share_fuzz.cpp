#include "rules/share.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever parses reads back what it wrote.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const read = ficus::rules::share::parse({reinterpret_cast<char const*>(data), size});
    if (read && ficus::rules::share::parse(read->to_string()) != read) std::abort();
    return 0;
}
