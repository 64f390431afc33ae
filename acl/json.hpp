#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// Reads one JSON text (RFC 8259, UTF-8, a byte order mark is skipped). Numbers keep their digits whatever
/// their size, members their order. A repeated member, invalid UTF-8 and lone surrogates are errors. The
/// document owns all that it holds: `text` may go away.
boost::system::result<document, error> read_json(std::string_view text, reading_limits const& limits = {});

/// Appends the value as compact JSON: members in their order, digits as they are, only what must be escaped
/// escaped. An XML element is written as an object of its children. `plain`: document::plain() of the document
/// that `root` is in; without it, texts are all looked at.
void write_json(value const& root, std::string& out, std::string_view plain = {});

} // namespace ficus::acl
