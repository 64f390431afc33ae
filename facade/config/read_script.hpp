#pragma once

#include "acl/script_options.hpp"
#include "facade/config/section.hpp"

namespace ficus::config {

/// `lua = { to_modern = "return ...", to_legacy = { file = "orders.lua" } }`: scripts as they stand, or what
/// a file holds. `limits`: where `steps` and `memory` may be said, too.
acl::lua_options read_lua(section from, acl::script_limits* limits = nullptr);

} // namespace ficus::config
