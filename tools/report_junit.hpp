#pragma once

#include "facade/shadow/report.hpp"

#include <string>

namespace ficus::tools {

/// The report for CI, as JUnit's XML: a test suite for each feature, with a case for the verdict, the
/// coverage, the errors, each operation and each field that counts. `not_ready` fails, `insufficient` is an
/// error: it could not be tested. Of a feature that is ready, the fields that differ pass, and say what they
/// differ in.
std::string report_junit(shadow::report const& report);

} // namespace ficus::tools
