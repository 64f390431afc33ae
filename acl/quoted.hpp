#pragma once

#include <string>
#include <string_view>

namespace ficus::acl {

/// `'text'` for a message; payloads may be large, so that a long one is cut between two characters.
std::string quoted(std::string_view text);

} // namespace ficus::acl
