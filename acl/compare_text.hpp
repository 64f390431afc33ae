#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::acl {

/// At most `most` bytes of `bytes` as valid UTF-8: what is not becomes U+FFFD, and a cut is marked by `…`.
std::string readable(std::string_view bytes, std::size_t most);

/// Whether the bytes look like text of any encoding and not like an image or an archive.
bool is_text(std::string_view bytes);

} // namespace ficus::acl
