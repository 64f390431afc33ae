#pragma once

#include <string_view>

namespace ficus::tools {

/// tools/completion.bash, baked in.
extern std::string_view const completion_script;

} // namespace ficus::tools
