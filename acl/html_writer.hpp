#pragma once

#include "acl/value.hpp"

#include <string>

namespace ficus::acl {

/// Appends an element of read_html() as HTML, for a person to read: any name and any text can be written.
void write_html(value const& element, std::string& out);

} // namespace ficus::acl
