#pragma once

#include "facade/shadow/report.hpp"

namespace ficus::test {

/// A day of three features: `orders` is ready, `checkout` is not, of `search` it cannot be told. Always the
/// same.
shadow::report sample_report();

/// One feature, in which everything that came from outside tries to be markup, a script, or to drive a
/// terminal.
shadow::report hostile_report();

} // namespace ficus::test
