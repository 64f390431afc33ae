#pragma once

#include <string_view>

namespace ficus::acl {

/// A number as JSON writes it: `-0`, `12.50`, `1e400`; no plus sign before it, no leading zeros.
bool is_json_number(std::string_view text);
/// A JSON number without fraction and exponent.
bool is_json_integer(std::string_view text);

} // namespace ficus::acl
