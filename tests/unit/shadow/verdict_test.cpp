#include "facade/shadow/figures.hpp"
#include "facade/shadow/verdict.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::shadow;

TEST_CASE("Wilson's interval agrees with published figures") {
    // Newcombe (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    auto const check = [](std::uint64_t r, std::uint64_t n, double low, double high) {
        auto const found = wilson(r, n, 0.95);
        CHECK(found.low == Approx(low).margin(0.00005));
        CHECK(found.high == Approx(high).margin(0.00005));
    };
    check(81, 263, 0.2553, 0.3662);
    check(15, 148, 0.0624, 0.1605);
    check(0, 20, 0.0000, 0.1611);
    check(1, 29, 0.0061, 0.1718);
    check(20, 20, 1 - 0.1611, 1.0);
    CHECK(wilson(0, 0, 0.95).low == 0);
    CHECK(wilson(0, 0, 0.95).high == 1);
}

TEST_CASE("with the default bar flawless answers take 3,838 comparisons") {
    CHECK(flawless_until(0.999, 0, 0, 0.95) == 3838U);
    CHECK(flawless_until(0.999, 3837, 3837, 0.95) == 1U);
    CHECK(flawless_until(0.999, 3838, 3838, 0.95) == 0U);
    CHECK(judge({3837, 3837, 3837}, {}).says == verdict::insufficient);
    CHECK(judge({3838, 3838, 3838}, {}).says == verdict::ready);
}

TEST_CASE("every mismatch has to be made up for") {
    auto const more = flawless_until(0.999, 999, 1000, 0.95);
    REQUIRE(more.has_value());
    CHECK(wilson(999 + *more, 1000 + *more, 0.95).low >= 0.999);
    CHECK(wilson(999 + *more - 1, 1000 + *more - 1, 0.95).low < 0.999);
    CHECK_FALSE(flawless_until(1.0, 10, 10, 0.95).has_value());
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

TEST_CASE("wrong verdicts stay rarer than the confidence allows") {
    std::mt19937_64 random(42);
    auto const share_of = [&](verdict wrong, double true_rate, std::uint64_t compared) {
        std::binomial_distribution<std::uint64_t> draw(compared, true_rate);
        int count = 0;
        for (int run = 0; run < 4'000; ++run)
            if (judge({compared, draw(random), compared}, {}).says == wrong) ++count;
        return count / 4'000.0;
    };
    for (std::uint64_t const compared : {4'000U, 10'000U, 50'000U}) {
        CHECK(share_of(verdict::ready, 0.9985, compared) < 0.05);
        CHECK(share_of(verdict::ready, 0.9989, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0.9991, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0.9999, compared) < 0.05);
    }
    CHECK(share_of(verdict::ready, 0.9999, 50'000) > 0.9);
    CHECK(share_of(verdict::not_ready, 0.99, 50'000) > 0.9);
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
