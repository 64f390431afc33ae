#pragma once

#include "acl/translator.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace ficus::bench {

/// The translators of orders.toml, by format. Ends the program with a message where the file is wrong.
std::map<std::string, acl::translator> read_translators(std::string const& path);

/// An order as the legacy application has it: 13 fields, and lines of five more, as many as `bytes` have room
/// for. `format`: json, xml or form.
std::string legacy_order(std::string_view format, std::size_t bytes);

/// `body` in the other model. Ends the program with a message where it cannot be translated.
std::string translated(acl::translator const& by, acl::direction way, std::string_view body);

} // namespace ficus::bench
