#include "acl/xml.hpp"
#include "acl/xml_names.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What got the table's names is written with declarations that give it the same names again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    if (size == 0) return 0;
    xml_namespaces const table{{"o", "urn:orders"}, {data[0] & 1 ? "" : "d", "urn:default"}};
    auto read = read_xml({reinterpret_cast<char const*>(data + 1), size - 1});
    if (!read) return 0;
    if (auto const named = use_table_names(*read, table); !named) {
        if (named.error().where.empty() || named.error().message.empty()) std::abort();
        return 0;
    }
    std::string once, twice;
    if (!declare_names(*read->root(), *read, table)) std::abort();
    if (!write_xml(*read->root(), once)) return 0;
    auto again = read_xml(once);
    if (!again || !use_table_names(*again, table) || !declare_names(*again->root(), *again, table) ||
        !write_xml(*again->root(), twice))
        std::abort();
    // The numbers of prefixes that were made may change their places.
    if (once.size() != twice.size()) std::abort();
    return 0;
}
