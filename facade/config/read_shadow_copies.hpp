#pragma once

#include "facade/config/section.hpp"
#include "facade/shadow/shadow_options.hpp"

namespace ficus::config {

/// What `[features.NAME.compare]` says of the copies that are sent: `sample` and the keys that begin with
/// `shadow_`. Whether the upstreams are there is not looked at here.
shadow::copy_options read_shadow_copies(section& from);

} // namespace ficus::config
