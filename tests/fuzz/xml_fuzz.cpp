#include "acl/xml.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same again. (A name that pugixml takes and XML does not
/// is the one thing that may not be written.)
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    auto const read = read_xml({reinterpret_cast<char const*>(data), size});
    if (!read) {
        if (read.error().where.empty() || read.error().message.empty()) std::abort();
        return 0;
    }
    std::string once, twice;
    if (!write_xml(*read->root(), once)) return 0;
    auto const again = read_xml(once);
    if (!again || !write_xml(*again->root(), twice) || once != twice) std::abort();
    return 0;
}
