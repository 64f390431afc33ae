#pragma once

#include "acl/mapping.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <optional>
#include <set>
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
    bool lacks = false;   ///< the field is what is left out
    bool has_all = false; ///< nothing is
    bool is_whole = true; ///< a document within a text could be written

    bool is_bare() const {
        return container->first == nullptr && beside->first == nullptr && calls->first == nullptr &&
               !empty_list;
    }
};

struct made_examples {
    std::vector<example> examples;
    std::set<std::string> without; ///< fields that have none, since no value that is known here fits them
};

/// What documents of a side can say by the mapping: nothing, each field alone with each of its special
/// values, all of them, and all but one. They live in `memory`; containers of documents have no name.
/// `link`: one that the other side has another word for.
made_examples make_examples(mapping const& m, std::size_t side, std::optional<std::string> const& link,
                            document& memory);

} // namespace ficus::acl
