#pragma once

#include "acl/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// A form (acl/form.hpp) as an element whose children are its fields, so that a field that is there once and
/// one that is repeated are walked as elements of XML are. Unset where it is no form.
std::optional<document> read_form_tree(std::string_view body, charset const* sent_in);

/// Appends the fields as a form; `shown` is left unescaped, for people to find it.
void write_form_tree(value const& form, std::string_view shown, std::string& out);

} // namespace ficus::acl
