#pragma once

#include "acl/dialect.hpp"
#include "acl/error.hpp"
#include "acl/message.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// What the values of a side's bodies can be.
dialect dialect_of(side_options const& side);

/// Reads a body of a side. `content_type`: as the message has it, for the boundary and the charset in it; a
/// message without one is read in the side's charset, and by the boundary that it begins with.
boost::system::result<document, error> read_body(side_options const& side, std::string_view text,
                                                 std::string_view content_type = {},
                                                 reading_limits const& limits = {});
/// Appends a document as a body of a side, and returns its Content-Type. After an error `out` holds nothing
/// useful. `plain`: document::plain() of the document that `root` is in.
boost::system::result<std::string, error> write_body(side_options const& side, value const& root,
                                                     std::string& out, std::string_view plain = {});

/// What a side's bodies are called, but for what only a body's content says (a boundary); empty where it has
/// none.
std::string content_type(side_options const& side);
constexpr std::string_view soap_action_field = "SOAPAction";
/// Adds the header fields that a request with a body has because of its format: SOAP 1.1's SOAPAction
/// (section 6.1.1), unless it has one already.
void add_format_fields(side_options const& side, message& to);

/// Whether a body with this Content-Type can be read as the side's format: its media type fits (`+json` and
/// `+xml` included) and its charset is one that the reader knows. An empty one says nothing and is accepted.
bool accepts(side_options const& side, std::string_view content_type);
/// Whether a side may call its bodies otherwise than the format does (`type`).
bool has_types(format f);
/// Whether no bytes at all are a body where a Content-Type says that there is one: a protobuf message of
/// which nothing is set.
bool can_be_empty(side_options const& side);
/// Whether a body of the one is a body of the other as it stands.
bool speak_alike(side_options const& one, side_options const& other);

/// `json`, `xml`...: as a configuration calls it.
std::string_view to_string(format f);

} // namespace ficus::acl
