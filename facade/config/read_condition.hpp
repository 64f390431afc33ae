#pragma once

#include "acl/translator_options.hpp"
#include "facade/config/section.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::config {

/// `when = { legacy = { "@type" = "CC", Error = { absent = true } }, modern = { kind = ["card", "prepaid"] }
/// }` of a field.
acl::when_options read_when(section from);
/// `when = { "params[0]" = { empty = "object" } }` of a side of an outcome: nothing can be absent there.
std::vector<std::pair<std::string, acl::constant_options>> read_outcome_when(section& from);

} // namespace ficus::config
