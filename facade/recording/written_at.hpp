#pragma once

#include "acl/time_pattern.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::recording {

/// Microseconds since 1970 of a time by a pattern that states its offset.
std::optional<std::int64_t> microseconds_of(acl::time_pattern const& pattern, std::string_view text);

} // namespace ficus::recording
