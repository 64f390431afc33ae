#pragma once

#include "acl/selector.hpp"
#include "acl/value.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// How two bodies were compared.
enum class body_way : std::uint8_t { none, json, xml, html, form, text, bytes };
std::string_view to_string(body_way way);

/// By the declared type. JSON and XML by how they begin and end where another one is declared, or none; HTML
/// by how it begins where none is. What declares nothing else and has no control characters is text.
body_way body_way_of(std::string_view content_type, std::string_view body);

/// The body as a tree: of a form an element whose children are its fields (acl/form_tree.hpp), of a text an
/// array of its lines, of HTML as read_html() has it, without what `html_ignore` selects. Forms and texts are
/// read in the charset that the content type names. Unset where it cannot be read so, and for bytes. May
/// point into `body`.
std::optional<document> read_body(body_way way, std::string_view content_type, std::string_view body,
                                  selector_list const& html_ignore);

/// What is tried when one of the bodies cannot be read: HTML and forms -> text; JSON, XML and text -> bytes.
body_way coarser(body_way way);

} // namespace ficus::acl
