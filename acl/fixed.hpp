#pragma once

#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/padding.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// One column of all records; its padding's width is in characters (code points). One without a name is
/// filler: what stands there is left out and counted, unless it is padding, and padding is written.
struct fixed_column {
    std::string name = {};
    padding_options pad = {};

    bool operator==(fixed_column const&) const = default;
};

enum class line_end : std::uint8_t { lf, crlf };

struct fixed_options {
    std::vector<fixed_column> columns = {};
    acl::line_end line_end = acl::line_end::lf; ///< as it is written; both are read

    bool operator==(fixed_options const&) const = default;
};

/// Records of columns that have a width, one a line. Immutable.
class fixed_layout {
public:
    /// Keys of the errors are `columns`, and `columns[2].name`, `.width` and `.pad`.
    static boost::system::result<fixed_layout, std::vector<option_error>> compile(fixed_options options);

    fixed_options const& options() const { return options_; }
    std::size_t size() const { return paddings_.size(); }
    std::string const& name(std::size_t column) const { return options_.columns[column].name; }
    padding const& pad(std::size_t column) const { return paddings_[column]; }
    bool is_filler(std::size_t column) const { return name(column).empty(); }
    /// Characters of a record.
    std::size_t width() const { return width_; }

private:
    fixed_options options_;
    std::vector<padding> paddings_;
    std::size_t width_ = 0;
};

/// Reads UTF-8 (a byte order mark is skipped) into an array of objects of strings: each line is a record, and
/// each column's text is without its padding. Lines end in LF or CRLF, the last one may end without. A record
/// of another width, a CR of its own and text that is not UTF-8 are errors that name the row (from 1) or the
/// byte.
boost::system::result<document, error> read_fixed(std::string_view text, fixed_layout const& layout,
                                                  reading_limits const& limits = {});

/// Appends an array of objects of scalars that have all columns (but filler), in any order. A text that is
/// wider than its column, or could not be told from its padding, or has a line end in it, null, what is
/// nested deeper, and members that are no column are errors that name the row's position and the column.
boost::system::result<void, error> write_fixed(value const& root, fixed_layout const& layout,
                                               std::string& out);

} // namespace ficus::acl
