#include "acl/csv.hpp"
#include "acl/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same tree again. The first byte chooses the options.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    if (size == 0) return 0;
    csv_options const options{.header = (data[0] & 1) != 0,
                              .separator = (data[0] & 2) != 0   ? ';'
                                           : (data[0] & 4) != 0 ? '\t'
                                                                : ',',
                              .quote = (data[0] & 8) != 0 ? '\'' : '"'};
    auto const read = read_csv({reinterpret_cast<char const*>(data + 1), size - 1}, options);
    if (!read) return 0;
    std::string csv, tree, again_tree;
    if (!write_csv(*read->root(), options, csv)) std::abort();
    auto const again = read_csv(csv, options);
    if (!again) std::abort();
    write_json(*read->root(), tree);
    write_json(*again->root(), again_tree);
    if (tree != again_tree) std::abort();
    return 0;
}
