#pragma once

#include <string>
#include <string_view>

namespace ficus::acl {

/// ASCII's letters.
std::string lower_case(std::string_view text);

/// The media type of a Content-Type (RFC 9110 section 8.3.1) in lower case, without its parameters.
std::string media_type_of(std::string_view content_type);

/// The value of a parameter in lower case, unquoted; empty when it is not there.
std::string parameter_of(std::string_view content_type, std::string_view name);

} // namespace ficus::acl
