#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::acl {

struct multipart_options {
    std::string boundary; ///< as `multipart_boundary` gives it
};

/// The boundary parameter of a Content-Type: 1 to 70 characters of RFC 2046 section 5.1.1.
boost::system::result<std::string, error> multipart_boundary(std::string_view content_type);

/// The boundary of a text that begins with its delimiter, for texts that come without a Content-Type. Empty
/// where it does not.
std::string_view first_boundary(std::string_view text);

/// Reads multipart/form-data (RFC 7578) into an object in the order sent; a repeated name is repeated. A part
/// without a filename that is plain UTF-8 text (or says nothing of its type) is a string. Any other part is
/// kept as it came, as an element of that name with the strings
///   `head`      the lines of its head, each with its CRLF
///   `filename`  decoded; where it has one
///   `type`      its Content-Type; where it has one
///   `content`   its bytes, which need not be text
/// (nothing that is read from XML has strings of such names).
/// Preamble and epilogue are skipped. Of names in quotes `\"` and `\\` are undone, and the %22, %0D and %0A
/// of browsers; `name*` and `filename*` (RFC 5987) come before `name` and `filename`. Heads of more than 16
/// KiB are past the limits.
boost::system::result<document, error> read_multipart(std::string_view text, multipart_options const& options,
                                                      reading_limits const& limits = {});

/// Whether a member of what `read_multipart` made is a part that is kept as it came.
bool is_kept_part(value const& member);

/// Appends an object of scalars, kept parts, and arrays of them, whose name is then repeated; returns the
/// boundary, for the Content-Type. It is derived from the content, so that the same content gets the same
/// one, and does not occur in it. The head and bytes of a kept part are written as they are; where its member
/// has another name by now, its Content-Disposition is written anew. Nulls and anything nested deeper are
/// errors that name the member.
boost::system::result<std::string, error> write_multipart(value const& root, std::string& out);

/// The boundary of that number, or of the first number behind it that does not occur in the content; takes
/// time by the content's size alone.
std::string next_free_boundary(std::string_view content, std::uint64_t number);

} // namespace ficus::acl
