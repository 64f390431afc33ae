#pragma once

#include "acl/error.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// What is not well-formed in a document's markup beside its elements (XML 1.0 §2.4 to 2.8): the declaration
/// and its place, comments, processing instructions, where a DOCTYPE may stand, and `]]>` in text. Elements,
/// attributes and references are not looked at, but elements are counted: more than `most_elements` are an
/// error of its own, before anybody makes a tree of them. `text` is valid UTF-8, perhaps behind a byte order
/// mark; the time is linear in it.
std::optional<error> find_bad_xml_markup(std::string_view text, std::size_t most_elements);

} // namespace ficus::acl
