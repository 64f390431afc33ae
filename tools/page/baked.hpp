#pragma once

#include <string_view>

namespace ficus::tools {

// What a page of its own needs, baked in: tools/web's files, and uPlot of npm with its licence.

extern std::string_view const report_style;
extern std::string_view const report_script;
extern std::string_view const uplot_style;
extern std::string_view const uplot_script;
extern std::string_view const uplot_licence;

} // namespace ficus::tools
