#pragma once

#include "acl/compare_options.hpp"
#include "acl/value.hpp"

#include <cstddef>

namespace ficus::acl {

/// Whether two trees are the same to the letter, with their members in one order: then they are equal
/// whatever the rules. The other way round it says nothing. Looks at no more than `work` nodes, and takes off
/// what it looked at.
bool is_to_the_letter(value const& a, value const& b, std::size_t& work);

/// Whether two trees, of JSON or of a text's lines, are equal where no rule holds. Takes off `work` the nodes
/// that it looked at, and looks at all that it takes even where that is more.
bool is_equal(value const& a, value const& b, number_policy numbers, std::size_t& work);

/// Whether two such trees differ, as far as one look tells: a quick no where a list's elements begin with
/// what tells them apart. The other way round it says nothing.
bool is_plainly_other(value const& a, value const& b);

} // namespace ficus::acl
