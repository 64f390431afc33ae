#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// Reads text/plain in UTF-8 into an object with the one string `text`: every byte of it, line ends and a
/// byte order mark too. What is not UTF-8 is an error that names the byte.
boost::system::result<document, error> read_text(std::string_view text, reading_limits const& limits = {});

/// Appends the scalar `text` of an object that has no other member.
boost::system::result<void, error> write_text(value const& root, std::string& out);

} // namespace ficus::acl
