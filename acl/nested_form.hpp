#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// How lists are written. All of them are read, whatever this says.
enum class form_lists : std::uint8_t {
    empty,   ///< scalars `a[]=1&a[]=2`; any other list as `indexed`
    indexed, ///< `a[0]=1&a[1][x]=2`
    rails    ///< as `empty`, and lists of objects `a[][x]=1&a[][y]=2&a[][x]=3`
};

struct nested_form_options {
    form_lists lists = form_lists::empty;
};

/// Reads application/x-www-form-urlencoded whose names have brackets, as PHP, Rack and qs write them, into an
/// object of objects, arrays and strings. `a[b]` is member `b` of `a`; `a[]` appends to a list; keys `0`,
/// `1`... without a gap, in any order, are the positions of a list, other keys the names of an object; of
/// `a[][x]=1&a[][y]=2&a[][x]=3` a key that is there already begins the next object (Rack's rule; PHP begins
/// one at each). A scalar sent twice, a name that is a value here and a container there, `[]` beside keys and
/// brackets that do not match are errors that name the field; of several faults the first pair's is told. The
/// charset is as in `read_form`.
boost::system::result<document, error>
read_nested_form(std::string_view text, reading_limits const& limits = {}, charset const* sent_in = nullptr);

/// Appends an object. Members without any scalar in them are left out: a form cannot say them. Nulls, and
/// what would be read as something else (an empty item of a list, an object whose names are `0`, `1`...,
/// names with brackets), are errors that name the field.
boost::system::result<void, error> write_nested_form(value const& root, nested_form_options const& options,
                                                     std::string& out, charset const* written_in = nullptr);

} // namespace ficus::acl
