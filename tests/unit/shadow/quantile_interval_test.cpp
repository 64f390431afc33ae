#include "facade/shadow/quantile_interval.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace ficus::shadow;

namespace {

/// The values 1 to n: below 64 a histogram is exact, so that a rank is its value.
histogram one_to(std::uint64_t n) {
    histogram made;
    for (std::uint64_t value = 1; value <= n; ++value) made.add(value);
    return made;
}

} // namespace

TEST_CASE("a median's interval has the ranks of published tables") {
    // Conover, table of confidence intervals of the median at 95 %.
    auto const check = [](std::uint64_t n, double low, double high) {
        auto const found = estimate_quantile(one_to(n), 0.5, 0.95).value();
        INFO(n);
        CHECK(found.low == low);
        CHECK(found.high == high);
        CHECK(found.bounded);
    };
    check(6, 1, 6);
    check(10, 2, 9);
    check(20, 6, 15);
    check(30, 10, 21);
}

TEST_CASE("too few values have no upper end, and say so") {
    CHECK_FALSE(estimate_quantile({}, 0.5, 0.95).has_value());
    auto const few = estimate_quantile(one_to(5), 0.5, 0.95).value();
    CHECK(few.value == 3);
    CHECK(few.low == 0);
    CHECK(few.high == 5);
    CHECK_FALSE(few.bounded);
    CHECK(bounded_from(0.5, 0.95) == 6);
    CHECK(bounded_from(0.99, confidence_of_each(0.95)) == 437);
    histogram p99;
    p99.add(50, 436);
    CHECK_FALSE(estimate_quantile(p99, 0.99, confidence_of_each(0.95))->bounded);
    p99.add(50);
    CHECK(estimate_quantile(p99, 0.99, confidence_of_each(0.95))->bounded);
}

TEST_CASE("an interval reaches to the edges of its buckets") {
    histogram all;
    all.add(1'000'000, 1'000);
    auto const found = estimate_quantile(all, 0.99, 0.95).value();
    CHECK(found.low < 1'000'000);
    CHECK(found.high > 1'000'000);
    CHECK(found.high / found.low < 1.04);
}

TEST_CASE("a latency's interval holds the true quantile as often as it says") {
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> draw(std::log(20'000.0), 0.7); // microseconds
    auto const true_at = [](double z) { return 20'000 * std::exp(0.7 * z); };
    for (auto const& [q, z] : {std::pair{0.5, 0.0}, {0.99, 2.3263478740}}) {
        int held = 0;
        for (int run = 0; run < 2'000; ++run) {
            histogram seen;
            for (int i = 0; i < 1'000; ++i) seen.add(static_cast<std::uint64_t>(draw(random)));
            auto const found = estimate_quantile(seen, q, 0.95).value();
            held += found.low <= true_at(z) && true_at(z) <= found.high;
        }
        INFO(q << ": " << held);
        CHECK(held >= 1'900);
        CHECK(held < 2'000); // everything would hold it always
    }
}

TEST_CASE("modern's latency to legacy's lies between what both intervals allow") {
    std::mt19937_64 random(8);
    std::lognormal_distribution<double> draw(std::log(20'000.0), 0.7);
    int held = 0;
    for (int run = 0; run < 1'000; ++run) {
        histogram legacy, modern;
        for (int i = 0; i < 1'000; ++i) {
            legacy.add(static_cast<std::uint64_t>(draw(random)));
            modern.add(static_cast<std::uint64_t>(2 * draw(random)));
        }
        auto const found = quantile_ratio(legacy, modern, 0.99, 0.95).value();
        held += found.low <= 2 && 2 <= found.high;
    }
    CHECK(held >= 950);
    CHECK_FALSE(quantile_ratio(one_to(60), one_to(60), 0.99, 0.95).has_value());
    histogram none;
    none.add(0, 1'000);
    CHECK_FALSE(quantile_ratio(none, none, 0.5, 0.95).has_value());
}
