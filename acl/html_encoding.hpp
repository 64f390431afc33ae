#pragma once

#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// A page as UTF-8 without a byte order mark. Its encoding is found as the HTML Living Standard has it
/// (13.2.3.2): the byte order mark, the content type's charset, a `meta` within the first 1,024 bytes; a page
/// that names none is UTF-8 where it can be, else windows-1252, and what is called ISO-8859-1 or US-ASCII is
/// windows-1252 as well (Encoding, 4.2). Nothing is replaced: bytes that are not of the encoding are an
/// error, as is one that no message may name (acl/charset.hpp).
boost::system::result<std::string, error> decode_html(std::string_view body, std::string_view content_type);

} // namespace ficus::acl
