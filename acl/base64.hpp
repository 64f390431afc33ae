#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::acl {

/// RFC 4648, sections 4 and 5: `+` and `/`, or `-` and `_`.
enum class base64 : std::uint8_t { standard, url };

/// Appends base64 with its padding.
void write_base64(std::string_view bytes, std::string& out, base64 as = base64::standard);
/// Appends the bytes of such a text. False, with nothing useful appended, for what write_base64 does not
/// write: other letters, white space, missing padding, bits set that no byte has.
bool read_base64(std::string_view text, std::string& out, base64 as = base64::standard);

} // namespace ficus::acl
