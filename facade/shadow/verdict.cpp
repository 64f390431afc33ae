#include "facade/shadow/verdict.hpp"

#include "facade/shadow/figures.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace ficus::shadow {

namespace {

constexpr std::uint64_t beyond_reach = 1'000'000'000'000; // comparisons: nobody waits for so many

// How many more of the chosen requests must be compared, none skipped, until enough of all are.
std::optional<std::uint64_t> covering_until(evidence const& seen, double min_coverage) {
    auto const chosen = static_cast<double>(seen.chosen);
    auto const lacking = min_coverage * chosen - static_cast<double>(seen.compared);
    if (lacking <= 0) return 0;
    if (min_coverage >= 1) return std::nullopt;
    // Less a trifle, which is what 1 - 0.9 is off by.
    return static_cast<std::uint64_t>(std::ceil(lacking / (1 - min_coverage) - 1e-6));
}

std::optional<std::uint64_t> more_needed(evidence const& seen, ready_options const& bar) {
    auto const for_rate = flawless_until(bar.match_rate, seen.matched, seen.compared, bar.confidence);
    auto const for_coverage = covering_until(seen, bar.min_coverage);
    if (!for_rate || !for_coverage) return std::nullopt;
    auto const for_count = bar.min_compared - std::min(bar.min_compared, seen.compared);
    return std::max({*for_rate, *for_coverage, for_count});
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

} // namespace

std::string_view to_string(verdict v) {
    switch (v) {
    case verdict::ready: return "ready";
    case verdict::not_ready: return "not_ready";
    case verdict::insufficient: return "insufficient";
    }
    return "insufficient";
}

rate_interval wilson(std::uint64_t matched, std::uint64_t compared, double confidence) {
    if (compared == 0) return {0.0, 1.0};
    // E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
    auto const z =
        boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
    auto const n = static_cast<double>(compared);
    auto const p = static_cast<double>(matched) / n;
    auto const middle = p + z * z / (2 * n);
    auto const reach = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    auto const scale = 1 + z * z / n;
    return {matched == 0 ? 0.0 : std::max(0.0, (middle - reach) / scale),
            matched == compared ? 1.0 : std::min(1.0, (middle + reach) / scale)};
}

std::optional<std::uint64_t> flawless_until(double rate, std::uint64_t matched, std::uint64_t compared,
                                            double confidence) {
    auto const reaches = [&](std::uint64_t more) {
        return wilson(matched + more, compared + more, confidence).low >= rate;
    };
    if (reaches(0)) return 0;
    if (rate >= 1 || !reaches(beyond_reach)) return std::nullopt;
    // More flawless comparisons only raise the lower end.
    std::uint64_t too_few = 0;
    std::uint64_t enough = beyond_reach;
    while (enough - too_few > 1) {
        auto const middle = too_few + (enough - too_few) / 2;
        (reaches(middle) ? enough : too_few) = middle;
    }
    return enough;
}

judgement judge(evidence const& seen, ready_options const& bar) {
    judgement made;
    made.interval = wilson(seen.matched, seen.compared, bar.confidence);
    made.more_needed = more_needed(seen, bar);
    auto const wanted = bar_percent(bar.match_rate);
    auto const sure = bar_percent(bar.confidence) + " confidence";

    if (seen.compared == 0) {
        made.why = seen.chosen == 0
                       ? "nothing has been compared yet; "
                       : "none of the " + counted(seen.chosen) + " chosen requests could be compared; ";
        made.why += still_needed(made.more_needed, wanted) + " at " + sure;
        return made;
    }
    if (made.interval.high < bar.match_rate) {
        made.says = verdict::not_ready;
        made.why = matches(seen) + "; at " + sure + " no more than " + percent(made.interval.high) +
                   " of all answers match, and the bar is " + wanted;
        return made;
    }
    if (made.interval.low < bar.match_rate) {
        made.why = matches(seen) + "; at " + sure + " that shows no more than " + percent(made.interval.low) +
                   ", and " + still_needed(made.more_needed, wanted);
        return made;
    }
    if (seen.compared < bar.min_compared) {
        made.why = matches(seen) + ", but " + counted(bar.min_compared) +
                   " are asked for (min_compared): " + counted(bar.min_compared - seen.compared) +
                   " more are needed";
        return made;
    }
    if (auto const lacking = covering_until(seen, bar.min_coverage); lacking != 0) {
        made.why = matches(seen) + ", but of the " + counted(seen.chosen) + " chosen requests only " +
                   percent(static_cast<double>(seen.compared) / static_cast<double>(seen.chosen)) +
                   " could be compared, and the bar is " + bar_percent(bar.min_coverage) + " (min_coverage)";
        return made;
    }
    made.says = verdict::ready;
    made.why = matches(seen) + "; at " + sure + " at least " + percent(made.interval.low) +
               " of all answers match, and the bar is " + wanted;
    return made;
}

} // namespace ficus::shadow
