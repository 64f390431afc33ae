#pragma once

#include "acl/dialect.hpp"
#include "acl/mapping.hpp"
#include "acl/proof_examples.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ficus::acl {

/// What one field holds in a generated document: no values for a list that is empty.
struct field_choice {
    std::string where;         ///< the field, or one in an element of it
    std::vector<value*> items; ///< scalars, or elements made for the list
    bool empty_list = false;
};

/// Of the field at that index in a mapping.
using chosen_field = std::pair<std::size_t, field_choice const*>;

/// What one example says; a constant or a tag of the mapping it says all the same.
struct example_content {
    std::string where;
    std::span<chosen_field const> chosen;
    bool empty_list = false;
    /// The constant that is said in another spelling than the first, and which.
    std::pair<mapped_field const*, std::size_t> otherwise = {};
};

/// Puts it into containers of that side, spoken so. They live in `memory`, as the choices' values do, of
/// which copies are put in.
example write_example(mapping const& m, example_content content, std::size_t side, dialect spoken,
                      document& memory);

} // namespace ficus::acl
