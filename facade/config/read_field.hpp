#pragma once

#include "acl/translator_options.hpp"
#include "facade/config/section.hpp"

namespace ficus::config {

/// One of the `fields` of a translator: where it lives on each side, and all that is said of it.
acl::field_options read_field(section from);

} // namespace ficus::config
