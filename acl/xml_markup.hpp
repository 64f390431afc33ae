#pragma once

#include "acl/error.hpp"

#include <optional>
#include <string_view>

namespace ficus::acl {

/// What is not well-formed in a document's markup beside its elements (XML 1.0 §2.4 to 2.8): the declaration
/// and its place, comments, processing instructions, where a DOCTYPE may stand, and `]]>` in text. Elements,
/// attributes and references are not looked at. `text` is valid UTF-8, perhaps behind a byte order mark; the
/// time is linear in it.
std::optional<error> find_bad_xml_markup(std::string_view text);

} // namespace ficus::acl
