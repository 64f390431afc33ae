#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// Whether XML 1.0 can hold this character at all, escaped or not.
bool is_xml_character(std::uint32_t code_point);

/// The offset of the first character of UTF-8 `text` that XML cannot hold, or npos.
std::size_t find_non_xml_character(std::string_view text);

bool is_xml_white_space(std::string_view text);

struct resolved_text {
    std::size_t size = 0;                        ///< of what was resolved
    std::size_t bad_at = std::string_view::npos; ///< offset of a reference that cannot be resolved
};

/// Resolves character references and XML's five own entities, in place: what they stand for is never longer.
resolved_text resolve_references(char* text, std::size_t size);

} // namespace ficus::acl
