#pragma once

#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Where a field lives in a document of one side.
///
///     xml    A/B   A/@b   A/text()   text()   Lines/Line[]
///     json   a.b   lines[]   []   a.'name with . or []'.c
///     form   a   tags[]   'tags[]'   'tags[]'[]
///
/// A quoted name is taken as it is; a quote inside is doubled. `[]` alone is the document (or the element of
/// the list around) itself, being a list.
struct field_path {
    /// Names as they stand in the value tree: attributes are `@name`. An element's own text has no step:
    /// `A/text()` is `A`, and `text()` alone has no steps at all.
    std::vector<std::string> steps;
    bool repeated = false; ///< ends in `[]`
};

/// Reads a path of a side; an error says what is wrong and how to mend it.
boost::system::result<field_path, std::string> parse_field_path(format dialect, std::string_view text);

/// The path as its dialect writes it, without the final `[]`.
std::string to_string(field_path const& path, format dialect);

/// `outer` and then `inner`, in a dialect; either may be empty.
std::string join_paths(format dialect, std::string_view outer, std::string_view inner);

} // namespace ficus::acl
