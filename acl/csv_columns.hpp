#pragma once

#include "acl/mapping.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ficus::acl {

/// The columns that the rows of a csv side have by the mapping, in the order of its fields, whatever else has
/// to hold; none where its document is no list of rows. What is called by numbers, or by a key, is not among
/// them.
std::vector<std::string> named_columns(mapping const& m, std::size_t side);

} // namespace ficus::acl
