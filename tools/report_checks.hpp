#pragma once

#include "facade/shadow/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ficus::tools {

/// One of the questions that a verdict is made of, as it is answered.
struct report_check {
    enum class state { passed, failed, unsure, not_asked };
    std::string_view name; ///< `match rate`
    state is = state::unsure;
    std::string says;
};
std::string_view to_string(report_check::state state); ///< `passed`, `failed`, `not settled`, `not asked for`

/// In the order in which a reader asks: match rate, number, coverage, operations, errors, latency.
std::vector<report_check> checks_of(shadow::feature_report const& one);

// Its parts that CI is told of by themselves.
report_check coverage_check(shadow::feature_report const& one);
report_check errors_check(shadow::feature_report const& one);

} // namespace ficus::tools
