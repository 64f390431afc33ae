#include "acl/fixed.hpp"
#include "acl/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same tree again, but for what no record can say: that is
/// refused. The first bytes choose the columns.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    if (size < 2) return 0;
    constexpr char const* pads[] = {" ", "0", "ä", "x"};
    fixed_options options;
    options.line_end = (data[0] & 1) != 0 ? line_end::crlf : line_end::lf;
    std::size_t const columns = 1 + data[0] / 2 % 3;
    for (std::size_t i = 0; i < columns; ++i) {
        auto const chosen = static_cast<std::uint8_t>(data[1] >> (2 * i));
        options.columns.push_back(
            {std::string(1, static_cast<char>('a' + i)),
             {1 + chosen % 4U, pads[(data[0] >> 4 ^ chosen) & 3],
              (data[0] >> (5 + i) & 1) != 0 ? padding_options::where::left : padding_options::where::right}});
    }
    auto const layout = fixed_layout::compile(options);
    if (!layout) std::abort();
    auto const read = read_fixed({reinterpret_cast<char const*>(data + 2), size - 2}, *layout);
    if (!read) return 0;
    std::string text, tree, again_tree;
    if (auto const written = write_fixed(*read->root(), *layout, text); !written) {
        if (written.error().code != error_code::unrepresentable) std::abort();
        return 0;
    }
    auto const again = read_fixed(text, *layout);
    if (!again) std::abort();
    write_json(*read->root(), tree);
    write_json(*again->root(), again_tree);
    if (tree != again_tree) std::abort();
    return 0;
}
