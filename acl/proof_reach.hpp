#pragma once

#include "acl/proof.hpp"

#include <vector>

namespace ficus::acl {

/// Outcomes that are never chosen, since one before them is met by all that they are met by: a finding for
/// each side on which that is so, whose key is that side of the later one.
std::vector<finding> find_unreachable(translator const& subject);

} // namespace ficus::acl
