#pragma once

#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <string>
#include <string_view>

namespace ficus::acl {

/// `a string`, `an integer`...
std::string_view name_of(scalar_type type);
/// What a node of that type is.
kind kind_of(scalar_type type);
/// `text` is how a value of that type is written.
bool is_of_type(scalar_type type, std::string_view text);
/// What to do about a text that is not, to be put behind a message; may be empty.
std::string how_to_write(scalar_type type, std::string_view text);

} // namespace ficus::acl
