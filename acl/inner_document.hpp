#pragma once

#include "acl/dialect.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

// A document that stands as a text within another one: JSON in a form's value, XML in the CDATA of an
// envelope. In a path it is a step of its own behind the text's, in a value tree a child of the text; both
// are called by what is no UTF-8, so that nothing a message or a configuration says can be called so.

inline constexpr std::string_view document_step = "\xFF:";
/// Between the path of the text and that in its document: `rest_data: id`.
inline constexpr std::string_view document_mark = "\xFF: ";

/// Such a text of one list of fields.
struct inner_document {
    std::size_t side = 0;
    std::string path; ///< of the text; with marks, where that stands in a document itself
    side_options spoken;
    std::string key; ///< where it is declared
};

/// A path with marks, for people.
std::string without_marks(std::string text);

/// What cannot be a document within a text, and what is wrong with it; `key` is the side's.
void check_inner_document(side_options const& spoken, std::string const& key,
                          std::vector<option_error>& problems);

/// The root, called document_step, in `memory`. `limits`: what is left of those of the whole message. An
/// error's place is below the text's.
boost::system::result<value*, error> read_inner_document(std::string_view text, side_options const& spoken,
                                                         reading_limits const& limits, document& memory);

/// Makes a text of the container that has a document, which was made in it: an element keeps its attributes.
/// Without one nothing happens. `outer`: how the container is spoken.
boost::system::result<void, error> write_inner_document(value& around, side_options const& spoken,
                                                        dialect outer, document& memory);

/// Values in a tree, itself included.
std::size_t count_values(value const& root);

} // namespace ficus::acl
