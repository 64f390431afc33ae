#pragma once

#include <string_view>

namespace ficus::acl {

/// Whether the characters of a name that are not ASCII may stand where they do (XML 1.0, fifth edition,
/// productions 4 and 4a). `name` is valid UTF-8; its ASCII is not looked at.
bool has_name_characters_beyond_ascii(std::string_view name);

} // namespace ficus::acl
