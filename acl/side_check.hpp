#pragma once

#include "acl/direction.hpp"
#include "acl/mapping.hpp"
#include "acl/option_error.hpp"
#include "acl/translator_options.hpp"

#include <string>
#include <vector>

namespace ficus::acl {

/// What is wrong with what a side says of itself; `key` is the side's (`legacy`, `request.modern`).
void check_side(side_options const& side, std::string const& key, std::vector<option_error>& problems);

/// What is wrong with a part's fields because of the formats of its sides, whose mapping it is; `key` is the
/// list's.
void check_fields(mapping const& m, std::vector<field_options> const& fields, part of,
                  side_options const (&sides)[2], std::string const& key,
                  std::vector<option_error>& problems);

/// What is wrong with the names in a path of that side's body because of its namespaces; empty where all is
/// well.
std::string wrong_prefix(side_options const& side, field_path const& path);

/// The blocks of a SOAP header that the fields of a side name, whatever else has to hold.
std::vector<std::string> named_header_blocks(mapping const& m, std::size_t side);

} // namespace ficus::acl
