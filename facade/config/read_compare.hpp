#pragma once

#include "acl/compare_options.hpp"
#include "facade/config/section.hpp"
#include "facade/shadow/shadow_options.hpp"

namespace ficus::config {

/// `[features.NAME.compare]`: how two answers are compared, and how the copies are sent that they answer.
acl::compare_options read_compare(section from, shadow::copy_options& copies);

} // namespace ficus::config
