#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// What both values of a difference look like, where that tells that they differ by nature and not by fault.
enum class volatile_shape : std::uint8_t {
    none,
    uuid,  ///< RFC 9562 in its text form, any letter case
    time,  ///< RFC 3339, RFC 9110's dates, or seconds or milliseconds since 1970; within 48 h of `now_ms`
    token, ///< 16 characters or more of [A-Za-z0-9_+/=-], of at least two classes, 3.5 bits of entropy each
};
std::string_view to_string(volatile_shape shape); ///< `uuid`, `time`, `token`; empty for none
std::optional<volatile_shape> volatile_shape_from(std::string_view text);

/// The shape that both have. `now_ms` since 1970; 0: no time is near. Linear in the shorter value; tokens
/// longer than 4 KiB are none.
volatile_shape shape_of(std::string_view legacy, std::string_view modern, std::int64_t now_ms);

} // namespace ficus::acl
