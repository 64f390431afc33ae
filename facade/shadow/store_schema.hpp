#pragma once

#include "rules/schema.hpp"

#include <span>

namespace ficus::shadow {

/// What shadow.db has gone through so far: version n is what the first n make.
std::span<rules::migration const> shadow_migrations();

} // namespace ficus::shadow
