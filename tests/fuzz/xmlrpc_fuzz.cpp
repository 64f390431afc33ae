#include "acl/xmlrpc.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same again; but for what XML cannot hold and for numbers
/// too long for XML-RPC.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    auto const read = read_xmlrpc({reinterpret_cast<char const*>(data), size});
    if (!read) {
        if (read.error().where.empty() || read.error().message.empty()) std::abort();
        return 0;
    }
    std::string once, twice;
    if (!write_xmlrpc(*read->root(), once)) return 0;
    auto const again = read_xmlrpc(once);
    if (!again || !write_xmlrpc(*again->root(), twice) || once != twice) std::abort();
    return 0;
}
