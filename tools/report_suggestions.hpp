#pragma once

#include "facade/config/configuration.hpp"
#include "facade/shadow/report.hpp"

#include <iosfwd>

namespace ficus::tools {

/// `ficus report --suggest`: what might be added to the comparison rules of the report's features, as TOML,
/// or with `json` as
/// `{"suggestions": [{"feature", "key", "path", "why", "toml"}]}`.
void print_suggestions(shadow::report const& report, config::configuration const& configuration, bool json,
                       std::ostream& out);

} // namespace ficus::tools
