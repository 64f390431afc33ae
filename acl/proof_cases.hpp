#pragma once

#include "acl/mapping.hpp"
#include "acl/proof.hpp"

#include <string>
#include <vector>

namespace ficus::acl {

/// Adds the values of a tag for which there is no `when`: whatever else is said of them is left out.
/// `around`: where the mapping's documents lie, in legacy's dialect.
void find_uncovered(mapping const& m, std::string const& around, part of, std::vector<finding>& findings);

} // namespace ficus::acl
