#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// The offset of the first byte that is not part of a well-formed UTF-8 sequence (Unicode 15, table 3-7: no
/// surrogates, nothing overlong), or npos.
std::size_t find_invalid_utf8(std::string_view text);

/// Writes a code point (no surrogate, at most 0x10FFFF) at `to`, which has room for 4 bytes; returns how
/// many.
std::size_t put_utf8(std::uint32_t code_point, char* to);

} // namespace ficus::acl
