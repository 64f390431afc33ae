#include "facade/resilience/backoff.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace ficus::resilience;
using namespace times;

namespace {

duration longest_of(unsigned nth_retry, backoff_options const& options) {
    std::mt19937_64 random(nth_retry);
    duration longest{};
    for (int i = 0; i < 10'000; ++i) longest = std::max(longest, pause_before(nth_retry, random(), options));
    return longest;
}

} // namespace

TEST_CASE("pauses double up to the longest") {
    backoff_options const options{25ms, 250ms};
    duration const ceilings[] = {25ms, 50ms, 100ms, 200ms, 250ms, 250ms};
    unsigned nth = 0;
    for (auto const ceiling : ceilings) {
        auto const longest = longest_of(++nth, options);
        CHECK(longest <= ceiling);
        CHECK(longest > ceiling * 99 / 100);
    }
    CHECK(longest_of(1'000'000'000, options) <= 250ms);
}

TEST_CASE("pauses of all lengths are equally likely") {
    backoff_options const options{100ms, 100ms};
    std::mt19937_64 random(11);
    int below[4] = {};
    constexpr int draws = 40'000;
    for (int i = 0; i < draws; ++i)
        ++below[std::min<std::int64_t>(pause_before(1, random(), options) / duration(25ms), 3)];
    for (int const n : below) {
        CHECK(n > draws / 4 - 600); // seven standard deviations
        CHECK(n < draws / 4 + 600);
    }
}

TEST_CASE("a base of nothing, or above the longest, makes no pause that is longer") {
    CHECK(longest_of(9, {0ms, 250ms}) == 0ms);
    CHECK(longest_of(1, {500ms, 250ms}) <= 250ms);
    CHECK(longest_of(9, {25ms, 0ms}) == 0ms);
    CHECK(pause_before(0, 17, {25ms, 250ms}) <= 25ms);
}
