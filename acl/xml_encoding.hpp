#pragma once

#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string_view>

namespace ficus::acl {

enum class xml_encoding : std::uint8_t { utf8, utf16_le, utf16_be, latin1 };

/// Finds a document's encoding (byte order mark, then declaration) and makes sure that its bytes are well
/// formed in it, without NUL. Anything else is an error that says which encodings are accepted.
boost::system::result<xml_encoding, error> find_xml_encoding(std::string_view text);

} // namespace ficus::acl
