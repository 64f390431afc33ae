#include "facade/shadow/figures.hpp"
#include "facade/shadow/verdict.hpp"

#include <catch2/catch.hpp>

using namespace ficus::shadow;

TEST_CASE("with the default bar flawless answers take 3,838 comparisons") {
    CHECK(flawless_until(0.999, 0, 0, 0.95) == 3838U);
    CHECK(flawless_until(0.999, 3837, 3837, 0.95) == 1U);
    CHECK(flawless_until(0.999, 3838, 3838, 0.95) == 0U);
    CHECK(judge({3837, 3837, 3837}, {}).says == verdict::insufficient);
    CHECK(judge({3838, 3838, 3838}, {}).says == verdict::ready);
}

TEST_CASE("the verdict says why, in one sentence, and how many more it needs") {
    struct seen {
        evidence of;
        verdict says;
        std::string why;
        std::optional<std::uint64_t> more;
    };
    for (auto const& [of, says, why, more] :
         {seen{{0, 0, 0},
               verdict::insufficient,
               "nothing has been compared yet; 3,838 more without a difference",
               3838U},
          seen{{0, 0, 50}, verdict::insufficient, "none of the 50 chosen requests could be compared", 3838U},
          seen{{500, 500, 500},
               verdict::insufficient,
               "all 500 comparisons matched; at 95 % confidence that shows no more than 99.23 %, and 3,338 "
               "more",
               3338U},
          seen{{1, 1, 1}, verdict::insufficient, "the only comparison matched", 3837U},
          seen{{1000, 900, 1000},
               verdict::not_ready,
               "100 of 1,000 comparisons differed; at 95 % confidence no more than 91.7",
               std::nullopt},
          seen{{5000, 5000, 5000},
               verdict::ready,
               "all 5,000 comparisons matched; at 95 % confidence at least 99.92 %",
               0U},
          seen{{5000, 5000, 10000},
               verdict::insufficient,
               "of the 10,000 chosen requests only 50.00 % could be compared, and the bar is 90 % "
               "(min_coverage)",
               40000U}}) {
        auto const judged = judge(of, {});
        INFO(judged.why);
        CHECK(judged.says == says);
        CHECK_THAT(judged.why, Catch::StartsWith(why) || Catch::Contains(why));
        if (more) CHECK(judged.more_needed == more);
    }
}

TEST_CASE("a bar that is lower still asks for its number of comparisons and its coverage") {
    ready_options easy;
    easy.match_rate = 0.5;
    easy.min_compared = 100;
    CHECK(judge({99, 99, 99}, easy).says == verdict::insufficient);
    CHECK_THAT(judge({99, 99, 99}, easy).why, Catch::Contains("1 more are needed"));
    CHECK(judge({100, 100, 100}, easy).says == verdict::ready);
    CHECK(judge({100, 100, 112}, easy).says == verdict::insufficient);
    CHECK(judge({100, 100, 111}, easy).says == verdict::ready);
    easy.min_coverage = 0;
    CHECK(judge({100, 100, 100'000}, easy).says == verdict::ready);
}

TEST_CASE("what is below a bar never reads as the bar") {
    auto const judged = judge({100'000, 99'850, 100'000}, {});
    CHECK(judged.says == verdict::not_ready);
    CHECK_THAT(judged.why, Catch::Contains("no more than 99.87 %"));
}

TEST_CASE("a bar is printed in its own digits, a measurement is rounded down") {
    CHECK(bar_percent(0.99999) == "99.999 %");
    CHECK(bar_percent(0.999) == "99.9 %");
    CHECK(bar_percent(0.95) == "95 %");
    CHECK(bar_percent(1) == "100 %");
    CHECK(percent(0.99999) == "99.99 %");
    CHECK(percent(0.57) == "57.00 %");
    CHECK(counted(1234567) == "1,234,567");
    ready_options bar;
    bar.match_rate = 0.99999;
    CHECK_THAT(judge({100, 100, 100}, bar).why, Catch::Contains("would show 99.999 %"));
}

namespace {

/// 5,000 flawless comparisons: what is ready as far as the match rate goes.
evidence flawless() {
    evidence seen;
    seen.compared = seen.matched = seen.chosen = 5'000;
    return seen;
}

} // namespace

TEST_CASE("a side that fails more often is not ready, however well the rest matches") {
    auto seen = flawless();
    seen.legacy = {5'500, 5};
    seen.modern = {5'500, 500};
    auto const judged = judge(seen, {});
    CHECK(judged.says == verdict::not_ready);
    CHECK(judged.why ==
          "all 5,000 comparisons matched, but modern failed in 9.09 % of 5,500 requests and legacy in "
          "0.09 %, which at 95 % confidence is more than 0.1 % above (max_error_excess)");
    std::swap(seen.legacy, seen.modern);
    CHECK(judge(seen, {}).says == verdict::ready);
}

TEST_CASE("errors that may be chance, or are below what is allowed, do not hold a feature back") {
    auto seen = flawless();
    seen.legacy = {5'500, 50};
    seen.modern = {5'500, 60};
    CHECK(judge(seen, {}).says == verdict::ready);
    // Certain to be more, and certain to be less than two in a hundred more.
    seen.modern = {5'500, 120};
    CHECK(judge(seen, {}).says == verdict::not_ready);
    ready_options bar;
    bar.max_error_excess = 0.02;
    CHECK(judge(seen, bar).says == verdict::ready);
    bar.max_error_excess = 1;
    seen.modern = {5'500, 5'500};
    CHECK(judge(seen, bar).says == verdict::ready);
}

TEST_CASE("an operation that was asked for and hardly compared is named, with how many more it takes") {
    auto seen = flawless();
    seen.operations = {{"GET /orders", 5'000, 5'000}, {"GET /orders/{id}", 7, 0}, {"HEAD /orders", 0, 0}};
    auto const judged = judge(seen, {});
    CHECK(judged.says == verdict::insufficient);
    CHECK(judged.why ==
          "all 5,000 comparisons matched, but 1 of each operation are asked for (min_per_operation), and "
          "GET /orders/{id} has none");
    CHECK(judged.more_needed == 1U);

    ready_options bar;
    bar.min_per_operation = 100;
    seen.operations = {{"A", 9, 9}, {"B", 200, 98}, {"C", 1, 0}, {"D", 1, 1}, {"E", 1, 1}};
    CHECK_THAT(judge(seen, bar).why,
               Catch::EndsWith("A has 9, B has 98, C has none and 2 more have too few"));
    CHECK(judge(seen, bar).more_needed == 91U + 2 + 100 + 99 + 99);
    bar.min_per_operation = 0;
    CHECK(judge(seen, bar).says == verdict::ready);
}

TEST_CASE("how slow modern is counts where it is asked for, and only when it is known") {
    auto seen = flawless();
    ready_options bar;
    CHECK(judge(seen, bar).says == verdict::ready);
    bar.max_latency_ratio = 1.5;
    auto const unknown = judge(seen, bar);
    CHECK(unknown.says == verdict::insufficient);
    CHECK(unknown.why == "all 5,000 comparisons matched, but how much slower modern's p99 is than legacy's "
                         "(max_latency_ratio) takes 437 comparisons to tell");
    seen.p99_ratio_at_least = 1.5;
    CHECK(judge(seen, bar).says == verdict::ready);
    seen.p99_ratio_at_least = 2.349;
    CHECK(judge(seen, bar).says == verdict::not_ready);
    CHECK(judge(seen, bar).why ==
          "all 5,000 comparisons matched, but at 95 % confidence modern's p99 is at least 2.34 "
          "times legacy's, and the bar is 1.5 times (max_latency_ratio)");
    bar.max_latency_ratio = 0;
    CHECK(judge(seen, bar).says == verdict::ready);
}

TEST_CASE("a wrong answer is told before a failing or a slow one, and these before what is not known yet") {
    ready_options bar;
    bar.max_latency_ratio = 1.5;
    evidence seen;
    seen.compared = seen.chosen = 100;
    seen.matched = 10;
    seen.legacy = {100, 0};
    seen.modern = {100, 50};
    seen.p99_ratio_at_least = 3;
    CHECK_THAT(judge(seen, bar).why, Catch::Contains("of all answers match, and the bar is 99.9 %"));
    seen.matched = 100;
    CHECK_THAT(judge(seen, bar).why, Catch::Contains("modern failed in"));
    seen.modern = {100, 0};
    CHECK_THAT(judge(seen, bar).why, Catch::Contains("p99 is at least 3 times"));
    seen.p99_ratio_at_least = 1;
    CHECK(judge(seen, bar).says == verdict::insufficient);
}

TEST_CASE("what was not counted, as noise or by other rules, is told") {
    auto seen = flawless();
    seen.noisy_fields = 1;
    CHECK_THAT(judge(seen, {}).why, Catch::EndsWith("; differences in 1 noisy field are not counted"));
    seen.noisy_fields = 3;
    CHECK_THAT(judge(seen, {}).why, Catch::EndsWith("; differences in 3 noisy fields are not counted"));
    evidence none;
    none.other_compared = 4'000;
    CHECK(judge(none, {}).says == verdict::insufficient);
    CHECK_THAT(judge(none, {}).why,
               Catch::StartsWith(
                   "nothing has been compared by the comparison rules as they are configured now; 4,000 by "
                   "other ones are left out (a running facade takes new rules at SIGHUP); 3,838 more"));
}
