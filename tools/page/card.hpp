#pragma once

#include "facade/shadow/report.hpp"
#include "tools/page/markup.hpp"

#include <string_view>

namespace ficus::tools {

/// The verdict in words, with a sign of its own shape: it is told without colour too.
void put_verdict(shadow::verdict verdict, markup& out);
/// The match rate's interval, and the bar beside it, on a line that ends at 100 %. Nothing where nothing was
/// compared.
void put_interval(shadow::feature_report const& one, markup& out);
/// May this feature be moved on? The verdict, why, and the checks that it rests on. `id`: of its heading.
void put_card(shadow::feature_report const& one, std::string_view id, markup& out);

} // namespace ficus::tools
