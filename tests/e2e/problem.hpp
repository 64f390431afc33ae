#pragma once

#include "support/raw_client.hpp"

namespace ficus::test {

/// Checks that an answer is one of the facade's own errors: problem+json, Proxy-Status and X-Request-ID.
void check_is_problem(answer const& got, int status);

} // namespace ficus::test
