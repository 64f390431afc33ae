#include "acl/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read is written so that it reads as the same again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    auto const read = read_json({reinterpret_cast<char const*>(data), size});
    if (!read) {
        if (read.error().where.empty() || read.error().message.empty()) std::abort();
        return 0;
    }
    std::string once, twice;
    write_json(*read->root(), once);
    auto const again = read_json(once);
    if (!again) std::abort();
    write_json(*again->root(), twice);
    if (once != twice) std::abort();
    return 0;
}
