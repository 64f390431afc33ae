#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// Reads application/x-www-form-urlencoded into an object of strings in the order sent; a repeated name is
/// repeated. A name without `=` has an empty value. A `%` without two hexadecimal digits and text that is not
/// UTF-8 once decoded are errors. With a charset, the bytes of names and values are of that one once their
/// escapes are undone; a field `_charset_` is one like the others, and says nothing.
boost::system::result<document, error> read_form(std::string_view text, reading_limits const& limits = {},
                                                 charset const* sent_in = nullptr);

/// Appends an object of scalars, and of arrays of scalars, whose name is then repeated. Nulls and anything
/// nested deeper are errors that name the member, and so are characters that the charset (UTF-8 where there
/// is none) has not.
boost::system::result<void, error> write_form(value const& root, std::string& out,
                                              charset const* written_in = nullptr);

/// One name or value of a form or a query: `+` and escapes decoded into `into`.
boost::system::result<std::string_view, error> decode_form_text(std::string_view raw, document& into);
/// Appends `text` so that decode_form_text() reads it.
void encode_form_text(std::string_view text, std::string& out);

} // namespace ficus::acl
