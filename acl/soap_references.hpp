#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <optional>

namespace ficus::acl {

/// Puts what `href="#id"` refers to in `body`, which is SOAP 1.1's encoding (section 5), in place of the
/// reference, within the body's first element. The other children of the body are what may be referred to;
/// one that nothing refers to is an error, as are references without aim and circles. The copies share texts
/// and count against the limits.
std::optional<error> resolve_soap_references(value& body, document& tree, reading_limits const& limits);

} // namespace ficus::acl
