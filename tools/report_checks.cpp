#include "tools/report_checks.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/numbers.hpp"

namespace ficus::tools {
namespace {

using shadow::bar_percent;
using shadow::counted;
using shadow::feature_report;
using shadow::percent;
using state = report_check::state;

report_check match_rate_check(feature_report const& one) {
    report_check made{"match rate", state::unsure, "nothing was compared"};
    if (!one.match_rate) return made;
    auto const& interval = one.judged.interval;
    if (interval.low >= one.bar.match_rate)
        made.is = state::passed;
    else if (interval.high < one.bar.match_rate)
        made.is = state::failed;
    made.says = "between " + percent(interval.low) + " and " + percent(interval.high) + " at " +
                bar_percent(one.bar.confidence) +
                " confidence; asked for: " + bar_percent(one.bar.match_rate);
    return made;
}

report_check number_check(feature_report const& one) {
    auto const enough = one.totals.compared >= one.bar.min_compared;
    return {"comparisons", enough ? state::passed : state::unsure,
            counted(one.totals.compared) + "; asked for: " + counted(one.bar.min_compared)};
}

report_check operations_check(feature_report const& one) {
    report_check made{"operations", state::passed, {}};
    if (one.bar.min_per_operation == 0)
        return {made.name, state::not_asked, "no number is asked for of each"};
    std::string few;
    std::size_t short_of = 0;
    for (auto const& operation : one.operations) {
        if (!operation.too_few) continue;
        few += (few.empty() ? "" : ", ") + operation.name;
        ++short_of;
    }
    auto const least = counted(one.bar.min_per_operation);
    made.says = short_of == 0 ? "each was compared often enough; asked for: " + least
                              : few + (short_of == 1 ? " has" : " have") + " fewer than " + least;
    if (short_of > 0) made.is = state::unsure;
    if (one.operations.empty()) made = {made.name, state::unsure, "none was seen"};
    if (!one.never_seen.empty()) made.says += "; never asked for: " + counted(one.never_seen.size());
    return made;
}

report_check latency_check(feature_report const& one) {
    report_check made{"latency", state::not_asked, "nothing was measured"};
    if (one.bar.max_latency_ratio > 0) made.is = state::unsure;
    if (!one.p99_ratio) return made;
    auto const& ratio = *one.p99_ratio;
    made.says = "modern's p99 is " + times_text(ratio.low) + " to " + times_text(ratio.high) + " of legacy's";
    if (one.bar.max_latency_ratio > 0) {
        made.is = ratio.low > one.bar.max_latency_ratio ? state::failed : state::passed;
        made.says += "; at most: " + times_text(one.bar.max_latency_ratio);
    }
    return made;
}

std::string failures(shadow::counted_side const& side) {
    return counted(side.failed) + " of " + counted(side.asked) + " (" + share_text(side.failed, side.asked) +
           ")";
}

} // namespace

report_check coverage_check(feature_report const& one) {
    auto const& totals = one.totals;
    if (totals.chosen == 0) return {"coverage", state::unsure, "no request was chosen"};
    return {"coverage", one.coverage >= one.bar.min_coverage ? state::passed : state::unsure,
            percent(one.coverage) + " of " + counted(totals.chosen) +
                " chosen requests were compared; asked for: " + bar_percent(one.bar.min_coverage)};
}

report_check errors_check(feature_report const& one) {
    report_check made{"errors", state::passed, {}};
    auto const& totals = one.totals;
    if (totals.legacy.asked == 0 || totals.modern.asked == 0)
        return {made.name, state::unsure, "no request was sent to both sides"};
    made.says = "legacy failed in " + failures(totals.legacy) + ", modern in " + failures(totals.modern);
    if (one.bar.max_error_excess >= 1)
        made.is = state::not_asked;
    else if (modern_fails_more({totals.legacy.asked, totals.legacy.failed},
                               {totals.modern.asked, totals.modern.failed}, one.bar))
        made.is = state::failed;
    return made;
}

std::vector<report_check> checks_of(feature_report const& one) {
    return {match_rate_check(one), number_check(one), coverage_check(one),
            operations_check(one), errors_check(one), latency_check(one)};
}

std::string_view to_string(report_check::state state) {
    switch (state) {
    case state::passed: return "passed";
    case state::failed: return "failed";
    case state::unsure: return "not settled";
    case state::not_asked: return "not asked for";
    }
    return "";
}

} // namespace ficus::tools
