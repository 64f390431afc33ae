#pragma once

#include "acl/mapping.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace ficus::acl {

/// The keys of the options, such as `fields[2].nothing`, by which fields say something else in `back` than in
/// `sent`, two messages of that side. `nothing` alone is the translator's own. Lists of names with numbers
/// are not looked into, so none at all means that no field tells.
std::set<std::string> blamed_keys(mapping const& m, std::size_t side, message_values const& sent,
                                  message_values const& back);

/// The key of the field at a place as errors and examples name it, `Lines/Line[1]/@qty`; empty where there is
/// none.
std::string key_at(mapping const& m, std::size_t side, std::string_view where);

} // namespace ficus::acl
