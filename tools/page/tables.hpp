#pragma once

#include "facade/shadow/report.hpp"
#include "tools/page/markup.hpp"

namespace ficus::tools {

// The sections of a feature that are tables alone. Each puts its own heading, or nothing where it would be
// empty.

void put_fields(shadow::feature_report const& one, markup& out);
void put_coverage(shadow::feature_report const& one, markup& out);
void put_statuses(shadow::feature_report const& one, markup& out);
/// Both sides' latency at p50, p90 and p99, and how much slower modern is.
void put_latency_table(shadow::feature_report const& one, markup& out);
/// Every flip, who made it and why; numbered as the plot above marks them.
void put_changes(shadow::feature_report const& one, shadow::time_point since, markup& out);

/// A table that is wider than the page scrolls by itself, by the keyboard too. A snug one is no wider than it
/// has to be.
void open_table(markup& out, markup::constant label);
void open_snug_table(markup& out, markup::constant label);
void close_table(markup& out);

} // namespace ficus::tools
