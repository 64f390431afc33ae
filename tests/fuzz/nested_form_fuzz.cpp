#include "acl/json.hpp"
#include "acl/nested_form.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever is read can be written, and reads as the same tree again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::acl;
    auto const read = read_nested_form({reinterpret_cast<char const*>(data), size});
    if (!read) return 0;
    std::string tree;
    write_json(*read->root(), tree);
    for (auto const lists : {form_lists::empty, form_lists::indexed, form_lists::rails}) {
        std::string form, again_tree;
        auto const written = write_nested_form(*read->root(), {.lists = lists}, form);
        if (!written) {
            // Two objects of a list that share no first member need positions.
            if (lists == form_lists::rails) continue;
            std::abort();
        }
        auto const again = read_nested_form(form);
        if (!again) std::abort();
        write_json(*again->root(), again_tree);
        if (tree != again_tree) std::abort();
    }
    return 0;
}
