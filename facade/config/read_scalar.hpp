#pragma once

#include "acl/translator_options.hpp"
#include "facade/config/section.hpp"

#include <string>

/// What a field of a translator says of one value.
namespace ficus::config {

acl::scalar_type type_of(node_kind kind);

/// `type = "integer"`, or one of each side.
void read_type(section& from, acl::field_options& out);
/// `values = { N = "new" }`; a table of integers or booleans alone says the modern type as well.
void read_values(section& from, acl::field_options& out);
/// `base64 = { legacy = true }`, or `"url"`.
void read_base64(section& from, acl::text_options& out);
/// `ignore_case = true`, or the side whose texts may be in any case.
void read_ignored_case(section& from, acl::field_options& out);
acl::boolean_options read_boolean(section from);
/// `nothing = { legacy = "empty", modern = ["null", "absent"] }`
std::optional<acl::nothing_options> read_nothing(section& from);
/// `split = { legacy = ";" }`
std::optional<acl::split_options> read_split(section& from);
/// `modern = { first = "name.first" }`: the paths of a text's parts on that side, by name; `read` reads what
/// a part that is a table says beside its `path`. Nothing where the side has one path.
void read_parts(section& from, acl::field_options& out, void (*read)(section&, acl::field_options&));
/// `template = "{last}, {first}"`, or a list of them.
void read_templates(section& from, acl::field_options& out);

} // namespace ficus::config
