#pragma once

#include "acl/dialect.hpp"
#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// What the values of a side's bodies can be.
dialect dialect_of(side_options const& side);

/// Reads a body of a side.
boost::system::result<document, error> read_body(side_options const& side, std::string_view text,
                                                 reading_limits const& limits = {});
/// Appends a document as a body of a side. After an error `out` holds nothing useful.
boost::system::result<void, error> write_body(side_options const& side, value const& root, std::string& out);

/// What a side's bodies are called; empty where it has none.
std::string_view content_type(side_options const& side);
/// Whether a body with this Content-Type can be read as the side's format: its media type fits (`+json` and
/// `+xml` included) and its charset is one that the reader knows. An empty one says nothing and is accepted.
bool accepts(side_options const& side, std::string_view content_type);

/// `json`, `xml`...: as a configuration calls it.
std::string_view to_string(format f);

} // namespace ficus::acl
