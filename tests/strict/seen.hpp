#pragma once

#include <string>
#include <string_view>

namespace ficus::test {

/// A head as rows have it: without what the facade says of itself, and without Expect.
std::string without_own_fields(std::string_view head);

/// So that any bytes fit into a field.
std::string as_hex(std::string_view bytes);

} // namespace ficus::test
