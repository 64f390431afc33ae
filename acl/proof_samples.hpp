#pragma once

#include "acl/scalar_rule.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <vector>

namespace ficus::acl {

/// Values that a scalar of a side can have, the most ordinary first: each of a table, the bounds of a type,
/// the times around the changes of a zone's clocks, texts that need escaping. Nodes of `memory` without a
/// parent.
std::vector<value*> sample_scalars(scalar_rule const& rule, std::size_t side, dialect of, document& memory);

} // namespace ficus::acl
