#pragma once

#include "facade/config/section.hpp"
#include "facade/resilience/status_set.hpp"

#include <string>
#include <string_view>

namespace ficus::config {

/// One status of an error, or a class of them; `mend`: the end of what is said of anything else.
void read_status(scalar_or_table const& said, diagnostics& out, resilience::status_set& into,
                 std::string const& mend = "; write one of these");

/// A list of them, in place of what `out` has.
void read_statuses(section& from, std::string_view member, resilience::status_set& out);

} // namespace ficus::config
