#pragma once

#include "acl/html_tokens.hpp"
#include "acl/value.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// Names in lower case with what they say, in the order of their names.
using html_attributes = std::vector<std::pair<std::string_view, std::string_view>>;

/// The attributes of a tag, references resolved: of a repeated one the first. Names live as long as the
/// document, what they say as long as the page and the document.
void read_html_attributes(html_token const& tag, document& owner, html_attributes& into);

/// Adds those attributes, as `@name`, to an element; `class` as a sorted set.
void add_html_attributes(value& to, document& owner, html_attributes const& all);

} // namespace ficus::acl
