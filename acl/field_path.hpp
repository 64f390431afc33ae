#pragma once

#include "acl/dialect.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// What of a message a path leads into.
enum class place : std::uint8_t {
    body,
    path,
    query,
    header,
    cookie,
    call,
    request, ///< that an answer is of
    key      ///< of an element that is a member of an object: the member's name
};

/// Where a field lives in a message of one side.
///
///     xml    A/B   A/@b   A/text()   text()   Lines/Line[]   Lines/Line[0]/B
///     json   a.b   lines[]   []   a.'name with . or []'.c   params[0].name   [1]
///     xml, json   link[@rel='self']/@href   links[rel='self'].href
///     form   a   tags[]   'tags[]'   'tags[]'[]
///     xml, json   Labels{}   item{1}   key()
///     any    *[]   order.*[]
///     any    query:*   path:id   query:page   query:tag[]   header:X-Client   cookie:sid   body:a.b
///
/// A quoted name is taken as it is; a quote inside is doubled. `[]` alone is the document (or the element of
/// the list around) itself, being a list; `{}` is the same, its members being the elements, and `value()` in
/// json the same, being a scalar. `{1}` is a number in a name (numbered_name.hpp), in forms too.
struct field_path {
    /// Names as they stand in the value tree: attributes are `@name`. An element's own text has no step:
    /// `A/text()` is `A`, and `text()` alone has no steps at all. The element of a list at a position is
    /// `[0]`, and one that is chosen by what it says `[rel='self']` (element_choice.hpp); no name can be
    /// either.
    std::vector<std::string> steps;
    bool repeated = false; ///< a list: ends in `[]`, `{}`, or in a name with a number
    bool keyed = false;    ///< ends in `{}`
    /// Of the one step that has numbers: which it is, and how many it has.
    std::size_t numbered_step = 0, numbers = 0;
    /// Its last step has the number of a list's element; a mapping notes it.
    bool numbered = false;
    /// Ends in `*[]`: its elements lie in lists side by side. That step stands for one with a number.
    bool side_by_side = false;
    place where = place::body;
    /// Nothing but a number, or what stands for one.
    bool is_bare_number() const {
        if (side_by_side) return true;
        return numbers == 1 && steps[numbered_step].starts_with('{') && steps[numbered_step].ends_with('}');
    }
    /// Outside of the body: the name alone, as it was written. The one step is the place and the name (a
    /// header field's in lower case): `query:page`.
    std::string name;
    /// `query:*`, all of a query as one text, which is a form.
    bool is_whole_query = false;
    /// How each document within a text is spoken that it leads into: one for each document_step among the
    /// steps (inner_document.hpp).
    std::vector<acl::dialect> documents = {};
    /// Of a path into a call's answer, whose first step is the call's name with a colon: `customer:`; and of
    /// one into an answer's request, whose one step is all of it: `request:id`, and whose name is what is
    /// behind the colon.
    acl::dialect spoken = {};
};

/// One of two paths within one document leads to what lies in the other's place.
bool share_a_place(field_path const& a, field_path const& b);

/// The position that a step names, counted from 0.
std::optional<std::size_t> position_of(std::string_view step);

/// Reads a path of a side of that shape; an error says what is wrong and how to mend it.
boost::system::result<field_path, std::string> parse_field_path(shape of, std::string_view text);

/// A path into the answer of that call: of `customer:name.first` what is behind the colon.
boost::system::result<field_path, std::string> parse_call_path(std::string_view call, dialect spoken,
                                                               std::string_view text);

/// A path into the request that an answer is of, as its side speaks: of `request:query:id` what is behind the
/// first colon.
boost::system::result<field_path, std::string> parse_request_path(dialect spoken, std::string_view text);

/// Of steps that name one of several elements, `Line` and `[1]`: the position that follows steps[i].
std::optional<std::size_t> position_among_elements(value const& at, std::span<std::string const> steps,
                                                   std::size_t i);

/// What lies at these steps below `at`, or null.
value const* find_at(value const* at, std::vector<std::string> const& steps);
value* find_at(value* at, std::vector<std::string> const& steps);

/// The path as its shape writes it, without the final `[]`.
std::string to_string(field_path const& path, shape of);

/// `outer` and then `inner`; either may be empty.
std::string join_paths(shape of, std::string_view outer, std::string_view inner);

} // namespace ficus::acl
