#include "facade/shadow/verdict.hpp"

#include "facade/shadow/figures.hpp"
#include "facade/shadow/noise.hpp"
#include "facade/shadow/quantile_interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ficus::shadow {

namespace {

constexpr std::size_t most_named = 3; // operations: the report lists them all

// How many more of the chosen requests must be compared, none skipped, until enough of all are.
std::optional<std::uint64_t> covering_until(evidence const& seen, double min_coverage) {
    auto const chosen = static_cast<double>(seen.chosen);
    auto const lacking = min_coverage * chosen - static_cast<double>(seen.compared);
    if (lacking <= 0) return 0;
    if (min_coverage >= 1) return std::nullopt;
    // Less a trifle, which is what 1 - 0.9 is off by.
    return static_cast<std::uint64_t>(std::ceil(lacking / (1 - min_coverage) - 1e-6));
}

std::uint64_t lacking(std::uint64_t wanted, std::uint64_t there) {
    return wanted - std::min(wanted, there);
}

std::uint64_t lacking_by_operation(evidence const& seen, ready_options const& bar) {
    std::uint64_t all = 0;
    for (auto const& one : seen.operations)
        if (too_few(one, bar)) all += bar.min_per_operation - one.compared;
    return all;
}

/// How many values the p99 takes that is asked for.
std::uint64_t wanted_for_latency(ready_options const& bar) {
    return bar.max_latency_ratio > 0 ? bounded_from(0.99, confidence_of_each(bar.confidence)) : 0;
}

std::optional<std::uint64_t> more_needed(evidence const& seen, ready_options const& bar) {
    auto const for_rate = flawless_until(bar.match_rate, seen.matched, seen.compared, bar.confidence);
    auto const for_coverage = covering_until(seen, bar.min_coverage);
    if (!for_rate || !for_coverage) return std::nullopt;
    return std::max({*for_rate, *for_coverage, lacking(bar.min_compared, seen.compared),
                     lacking_by_operation(seen, bar), lacking(wanted_for_latency(bar), seen.compared)});
}

std::string matches(evidence const& seen) {
    if (seen.compared == 1)
        return seen.matched == 1 ? "the only comparison matched" : "the only comparison differed";
    if (seen.matched == seen.compared) return "all " + counted(seen.compared) + " comparisons matched";
    return counted(seen.compared - seen.matched) + " of " + counted(seen.compared) + " comparisons differed";
}

std::string still_needed(std::optional<std::uint64_t> more, std::string const& bar) {
    if (!more) return "no number of comparisons can show " + bar;
    return counted(*more) + " more without a difference would show " + bar;
}

std::string nothing_compared(evidence const& seen) {
    if (seen.other_compared > 0)
        return "nothing has been compared by the comparison rules as they are configured now; " +
               counted(seen.other_compared) +
               " by other ones are left out (a running facade takes new rules at SIGHUP); ";
    if (seen.chosen == 0) return "nothing has been compared yet; ";
    return "none of the " + counted(seen.chosen) + " chosen requests could be compared; ";
}

double rate(error_count of) {
    return of.asked == 0 ? 0.0 : static_cast<double>(of.failed) / static_cast<double>(of.asked);
}

std::string failures(evidence const& seen) {
    return "modern failed in " + percent(rate(seen.modern)) + " of " + counted(seen.modern.asked) +
           " requests and legacy in " + percent(rate(seen.legacy));
}

std::string times(double ratio) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", std::floor(ratio * 100) / 100);
    return std::string(text) + " times";
}

std::string operations_with_too_few(evidence const& seen, ready_options const& bar) {
    std::string names;
    std::size_t count = 0;
    for (auto const& one : seen.operations) {
        if (!too_few(one, bar) || ++count > most_named) continue;
        names += names.empty() ? "" : ", ";
        names += one.name + " has " + (one.compared == 0 ? "none" : counted(one.compared));
    }
    if (count > most_named) names += " and " + counted(count - most_named) + " more have too few";
    return names;
}

std::string but_for_noise(evidence const& seen) {
    if (seen.noisy_fields == 0) return {};
    return "; differences in " +
           (seen.noisy_fields == 1 ? "1 noisy field are" : counted(seen.noisy_fields) + " noisy fields are") +
           " not counted";
}

} // namespace

std::string_view to_string(verdict v) {
    switch (v) {
    case verdict::ready: return "ready";
    case verdict::not_ready: return "not_ready";
    case verdict::insufficient: return "insufficient";
    }
    return "insufficient";
}

double tail_beyond_legacy(error_count legacy, error_count modern) {
    return tail_beyond_noise({modern.failed, modern.asked}, {legacy.failed, legacy.asked});
}

bool modern_fails_more(error_count legacy, error_count modern, ready_options const& bar) {
    if (bar.max_error_excess >= 1 || modern.asked == 0 || legacy.asked == 0) return false;
    auto const excess =
        beyond_noise({modern.failed, modern.asked}, {legacy.failed, legacy.asked}, bar.confidence);
    return tail_beyond_legacy(legacy, modern) < 1 - bar.confidence && excess.low > bar.max_error_excess;
}

bool too_few(evidence::operation const& of, ready_options const& bar) {
    return of.eligible > 0 && of.compared < bar.min_per_operation;
}

judgement judge(evidence const& seen, ready_options const& bar) {
    judgement made;
    made.interval = wilson(seen.matched, seen.compared, bar.confidence);
    made.more_needed = more_needed(seen, bar);
    auto const wanted = bar_percent(bar.match_rate);
    auto const sure = bar_percent(bar.confidence) + " confidence";
    auto const as = [&](verdict says, std::string why) {
        made.says = says;
        made.why = std::move(why);
        return made;
    };
    using enum verdict;

    if (seen.compared == 0)
        return as(insufficient,
                  nothing_compared(seen) + still_needed(made.more_needed, wanted) + " at " + sure);
    if (made.interval.high < bar.match_rate)
        return as(not_ready, matches(seen) + "; at " + sure + " no more than " + percent(made.interval.high) +
                                 " of all answers match, and the bar is " + wanted + but_for_noise(seen));
    if (modern_fails_more(seen.legacy, seen.modern, bar))
        return as(not_ready, matches(seen) + ", but " + failures(seen) + ", which at " + sure +
                                 " is more than " + bar_percent(bar.max_error_excess) +
                                 " above (max_error_excess)");
    if (bar.max_latency_ratio > 0 && seen.p99_ratio_at_least.value_or(0) > bar.max_latency_ratio)
        return as(not_ready, matches(seen) + ", but at " + sure + " modern's p99 is at least " +
                                 times(*seen.p99_ratio_at_least) + " legacy's, and the bar is " +
                                 times(bar.max_latency_ratio) + " (max_latency_ratio)");
    if (made.interval.low < bar.match_rate)
        return as(insufficient, matches(seen) + "; at " + sure + " that shows no more than " +
                                    percent(made.interval.low) + ", and " +
                                    still_needed(made.more_needed, wanted));
    if (seen.compared < bar.min_compared)
        return as(insufficient, matches(seen) + ", but " + counted(bar.min_compared) +
                                    " are asked for (min_compared): " +
                                    counted(bar.min_compared - seen.compared) + " more are needed");
    if (auto const few = operations_with_too_few(seen, bar); !few.empty())
        return as(insufficient, matches(seen) + ", but " + counted(bar.min_per_operation) +
                                    " of each operation are asked for (min_per_operation), and " + few);
    if (covering_until(seen, bar.min_coverage) != 0)
        return as(insufficient,
                  matches(seen) + ", but of the " + counted(seen.chosen) + " chosen requests only " +
                      percent(static_cast<double>(seen.compared) / static_cast<double>(seen.chosen)) +
                      " could be compared, and the bar is " + bar_percent(bar.min_coverage) +
                      " (min_coverage)");
    if (bar.max_latency_ratio > 0 && !seen.p99_ratio_at_least)
        return as(insufficient, matches(seen) + ", but how much slower modern's p99 is than legacy's " +
                                    "(max_latency_ratio) takes " + counted(wanted_for_latency(bar)) +
                                    " comparisons to tell");
    return as(ready, matches(seen) + "; at " + sure + " at least " + percent(made.interval.low) +
                         " of all answers match, and the bar is " + wanted + but_for_noise(seen));
}

} // namespace ficus::shadow
