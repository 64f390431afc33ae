#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// Reads one XML 1.0 document into `kind::element` nodes (see value.hpp): attributes come first, text and
/// CDATA that stand side by side are one text, comments, processing instructions and white space between
/// elements are dropped. UTF-8 and US-ASCII, UTF-16 by its byte order mark, any other
/// `charset` by what HTTP says (`sent_in`, which comes before the declaration) or by its declaration. A
/// DOCTYPE with an internal subset, entities that XML itself does not define, repeated attributes and
/// whatever XML cannot hold are errors: nothing is expanded, nothing is fetched. Names keep their prefixes;
/// namespaces are not resolved.
boost::system::result<document, error> read_xml(std::string_view text, reading_limits const& limits = {},
                                                charset const* sent_in = nullptr);

/// Appends a declaration and the element, in UTF-8 or in the charset. Attributes are written first, wherever
/// they stand among the children. An error names the path of what XML cannot hold: a control character, a
/// name that is none; a character that the charset has not is named itself.
boost::system::result<void, error> write_xml(value const& root, std::string& out,
                                             charset const* written_in = nullptr);

/// Whether elements and attributes can be called so (XML 1.0, fifth edition, Name).
bool is_xml_name(std::string_view name);

} // namespace ficus::acl
