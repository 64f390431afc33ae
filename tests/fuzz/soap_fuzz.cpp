#include "acl/soap.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What is read can be written for its own version, but for what XML cannot hold, and reads as the same
/// again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    if (size == 0) return 0;
    soap_options options;
    options.namespaces = {{data[0] & 1 ? "" : "o", "urn:orders"}};
    reading_limits limits;
    limits.max_members = 10'000;
    auto const read =
        read_soap({reinterpret_cast<char const*>(data + 1), size - 1}, options, limits, &options.version);
    if (!read) {
        if (read.error().where.empty() || read.error().message.empty()) std::abort();
        return 0;
    }
    std::string once, twice;
    if (!write_soap(*read->root(), options, once)) return 0;
    auto const again = read_soap(once, options);
    if (!again || !write_soap(*again->root(), options, twice)) std::abort();
    // The numbers of prefixes that were made may change their places.
    if (once.size() != twice.size()) std::abort();
    return 0;
}
