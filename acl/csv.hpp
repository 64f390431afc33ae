#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

struct csv_options {
    bool header = true;   ///< the first row names the columns
    char separator = ','; ///< a mark of ASCII, or a tab
    char quote = '"';
    /// What is written has these columns, in this order, and then those that only the first row has; set by
    /// what a mapping names, not by a user.
    std::vector<std::string> columns = {};
};

/// Reads text/csv (RFC 4180, UTF-8, a byte order mark is skipped) into an array of objects of strings, or,
/// without a header, of arrays of strings. Rows end in CRLF or LF, the last one may end without. Every row
/// has as many fields as the first one, so that an empty line is a row only where there is one column. A
/// quote within a field that is not in quotes, text behind a closing quote, a CR of its own outside of
/// quotes, repeated column names and text that is not UTF-8 are errors that name the row (from 1, the header
/// counts) or the byte.
boost::system::result<document, error> read_csv(std::string_view text, csv_options const& options,
                                                reading_limits const& limits = {});

/// Appends an array of objects of scalars, whose names `columns` and the first of them give, in any order;
/// or, without a header, of arrays of scalars of one length. Rows end in CRLF, what needs quotes has them. Of
/// `columns` one that a row has not is an empty field; any other one is an error. With a header an array
/// without items is the header of `columns`, or nothing at all. Null and what is nested deeper are errors
/// that name the place.
boost::system::result<void, error> write_csv(value const& root, csv_options const& options, std::string& out);

} // namespace ficus::acl
