#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// Reads a body in a format.
boost::system::result<document, error> read_body(format f, std::string_view text,
                                                 reading_limits const& limits = {});
/// Appends a document in a format. After an error `out` holds nothing useful.
boost::system::result<void, error> write_body(format f, value const& root, std::string& out);

/// What a body written in a format is called.
std::string_view content_type(format f);
/// Whether a body with this Content-Type can be read as the format: its media type fits (`+json` and `+xml`
/// included) and its charset is one that the reader knows. An empty one says nothing and is accepted.
bool accepts(format f, std::string_view content_type);

/// `json`, `xml` or `form`.
std::string_view to_string(format f);

} // namespace ficus::acl
