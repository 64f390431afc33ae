#pragma once

#include "facade/shadow/report.hpp"

#include <string>

namespace ficus::tools {

/// The report as one HTML file that asks no network for anything (and says so in its Content-Security-Policy,
/// which lets no script run but the one baked in): all that is said stands in it without a script; scripts
/// only draw. What came from answers is escaped wherever it stands.
std::string report_html(shadow::report const& report);

} // namespace ficus::tools
