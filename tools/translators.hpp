#pragma once

#include "acl/direction.hpp"
#include "acl/translator.hpp"
#include "facade/config/configuration.hpp"
#include "tools/failure.hpp"

#include <string>
#include <string_view>

namespace ficus::tools {

/// The translator of that name; else exit_status::usage with a near match.
result<acl::translator_options const*> find_translator(config::configuration const& configuration,
                                                       std::string const& name);

/// As the facade compiles it; failures have exit_status::usage and hold all that is wrong.
result<acl::translator> compile_translator(acl::translator_options const& options);

std::string_view name_of(acl::direction way);
std::string_view name_of(acl::part part);

} // namespace ficus::tools
