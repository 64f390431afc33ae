#pragma once

#include <string>
#include <string_view>

namespace ficus::acl {

/// Appends base64 (RFC 4648 section 4) with its padding.
void write_base64(std::string_view bytes, std::string& out);
/// Appends the bytes of such a text. False, with nothing useful appended, for what write_base64 does not
/// write: other letters, white space, missing padding, bits set that no byte has.
bool read_base64(std::string_view text, std::string& out);

} // namespace ficus::acl
