#pragma once

#include "acl/dialect.hpp"
#include "acl/field_path.hpp"
#include "acl/mapping.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// How what the path leads to is spoken, in a message whose body is spoken as `body`.
dialect dialect_of(field_path const& path, dialect body);

/// A path of a side that may name calls. Where there are calls, a name with a colon is one of them, or
/// quoted: a call that is misspelt would be a member that no answer has.
boost::system::result<field_path, std::string> parse_path(std::size_t side, shape of, std::string_view text,
                                                          std::vector<named_call> const& calls);

} // namespace ficus::acl
