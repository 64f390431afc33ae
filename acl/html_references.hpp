#pragma once

#include <string>
#include <string_view>

namespace ficus::acl {

/// Appends a text of a page, its character references resolved (HTML Living Standard 13.2.5.72 to 80). A
/// reference whose name is not known (acl/html_entities.hpp) stays as it is written.
void append_html_text(std::string& to, std::string_view text, bool is_attribute);

} // namespace ficus::acl
