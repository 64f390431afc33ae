#include "facade/shadow/wilson.hpp"

#include <catch2/catch.hpp>

using ficus::shadow::flawless_until;
using ficus::shadow::wilson;

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

TEST_CASE("every mismatch has to be made up for") {
    auto const more = flawless_until(0.999, 999, 1000, 0.95);
    REQUIRE(more.has_value());
    CHECK(wilson(999 + *more, 1000 + *more, 0.95).low >= 0.999);
    CHECK(wilson(999 + *more - 1, 1000 + *more - 1, 0.95).low < 0.999);
    CHECK_FALSE(flawless_until(1.0, 10, 10, 0.95).has_value());
    // A bar that is below 1, and so close to it that nobody will live to see it reached.
    CHECK_FALSE(flawless_until(1.0 - 1e-15, 0, 10, 0.95).has_value());
}

TEST_CASE("where all or none matched the interval ends at that, to the last digit") {
    for (std::uint64_t n = 1; n <= 2'000; ++n) {
        INFO(n);
        REQUIRE(wilson(n, n, 0.95).high == 1.0);
        REQUIRE(wilson(0, n, 0.95).low == 0.0);
    }
}
