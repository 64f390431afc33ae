#include "acl/form.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    auto const read = read_form({reinterpret_cast<char const*>(data), size});
    if (!read) return 0;
    std::string once, twice;
    if (!write_form(*read->root(), once)) std::abort();
    auto const again = read_form(once);
    if (!again || !write_form(*again->root(), twice) || once != twice) std::abort();
    return 0;
}
