#pragma once

#include "acl/mapping.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ficus::acl {

/// What was made for a message, and the field that it is an example of.
struct example {
    std::string where;
    value* container = nullptr; ///< the body's, or an element's
    value* beside = nullptr;    ///< what lives elsewhere in the message
    value* calls = nullptr;     ///< the calls' documents
    bool empty_list = false;

    bool is_bare() const {
        return container->first == nullptr && beside->first == nullptr && calls->first == nullptr &&
               !empty_list;
    }
};

/// What documents of a side can say by the mapping: nothing, each field alone with each of its special
/// values, all of them, and all but one. They live in `memory`; containers of documents have no name.
std::vector<example> make_examples(mapping const& m, std::size_t side, document& memory);

} // namespace ficus::acl
