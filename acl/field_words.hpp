#pragma once

#include "acl/translator_options.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// A string as TOML writes it, in double quotes.
std::string toml_string(std::string_view text);
/// A key, in quotes where TOML wants them.
std::string toml_key(std::string_view name);

/// What a field says besides its paths and its `fields`, as a configuration file says it:
/// `{"type", "\"integer\""}`.
/// A table of more than `most_values` is written as how many it has.
using field_words = std::vector<std::pair<std::string, std::string>>;
field_words words_of(field_options const& field, std::size_t most_values = static_cast<std::size_t>(-1));

/// The same in one line, for people: `type = "integer", scale = { legacy = 100 }`.
std::string line_of(field_words const& words);

} // namespace ficus::acl
