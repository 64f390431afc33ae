#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::acl {

/// `line 3, column 7` for a byte offset into `text`; columns count bytes.
std::string text_place(std::string_view text, std::size_t offset);

} // namespace ficus::acl
