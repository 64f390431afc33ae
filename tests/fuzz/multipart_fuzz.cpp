#include "acl/json.hpp"
#include "acl/multipart.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read is written so that it reads as the same again; only names that no browser can send may be
/// refused.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    static_cast<void>(multipart_boundary(input));
    auto const read = read_multipart(input, {.boundary = "b"});
    if (!read) return 0;
    std::string body, tree, again_tree;
    auto const boundary = write_multipart(*read->root(), body);
    if (!boundary) {
        if (boundary.error().code != error_code::unrepresentable) std::abort();
        return 0;
    }
    auto const again = read_multipart(body, {.boundary = *boundary});
    if (!again) std::abort();
    write_json(*read->root(), tree);
    write_json(*again->root(), again_tree);
    if (tree != again_tree) std::abort();
    return 0;
}
