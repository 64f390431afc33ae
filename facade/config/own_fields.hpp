#pragma once

#include <string_view>

namespace ficus::config {

/// Whether the facade itself writes that header field of what goes upstream, for each message anew. `name` is
/// in lower case.
bool is_own_field(std::string_view name);

} // namespace ficus::config
