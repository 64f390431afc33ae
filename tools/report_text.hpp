#pragma once

#include "facade/shadow/report.hpp"

#include <iosfwd>

namespace ficus::tools {

/// The report for reading: for each feature the verdict first, then what it rests on.
void print_report(shadow::report const& report, std::ostream& out, bool colour);

} // namespace ficus::tools
