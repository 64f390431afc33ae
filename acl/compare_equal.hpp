#pragma once

#include "acl/value.hpp"

#include <cstddef>

namespace ficus::acl {

/// Whether two trees are the same to the letter, with their members in one order: then they are equal
/// whatever the rules. The other way round it says nothing. Looks at no more than `work` nodes, and takes off
/// what it looked at.
bool is_to_the_letter(value const& a, value const& b, std::size_t& work);

} // namespace ficus::acl
