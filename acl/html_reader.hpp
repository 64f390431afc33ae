#pragma once

#include "acl/error.hpp"
#include "acl/selector.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <string_view>

namespace ficus::acl {

/// A page as the tree that compare_walk walks (`kind::element`, attributes as `@name`), in a normal form:
/// names in lower case, attributes in the order of their names, `class` as a sorted set, no comments, no
/// doctype, nothing that `ignore` selects but the root, `html`. Runs of white space are one blank and none
/// where no style sheet would show one: at the borders of blocks, beside another (CSS Text 3, 4.1); they are
/// kept in pre, textarea, script, style and the like.
///
/// What conforms to HTML becomes the tree that the Living Standard has for it, so that optional tags need not
/// be written; what does not is taken as html_builder has it. `head` and `body` are always there.
///
/// Its bytes are decoded as decode_html() has it. More than 8 MiB, or 512 elements within each other, are an
/// error (`limit`); else whatever comes is read, in time and memory proportional to it. `looked_at`: where
/// to say how many open elements were looked at on the way, for tests of that time.
boost::system::result<document, error> read_html(std::string_view body, std::string_view content_type = {},
                                                 selector_list const& ignore = {},
                                                 std::size_t* looked_at = nullptr);

} // namespace ficus::acl
