#pragma once

#include "acl/compare_rules.hpp"
#include "acl/value.hpp"

#include <string>

namespace ficus::acl {

bool has_elements(value const& element);

/// The text of an XML element, joined over the elements that part it. `drop_blank` leaves out what is white
/// space alone, which beside elements only lays the document out.
std::string words_of(value const& element, bool drop_blank);

/// The same, blanks dropped, with a mark for every element that is not ignored: beside text, where an element
/// stands counts.
std::string placed_words_of(value const& element, rule_tree const& rules, rule_tree::cursor const& at);

} // namespace ficus::acl
