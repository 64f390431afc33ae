#include "facade/shadow/histogram.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <random>

using ficus::shadow::histogram;
using ficus::shadow::histogram_sum;

TEST_CASE("a quantile is within a thirtieth of the true one") {
    std::mt19937_64 random(1);
    for (double const spread : {100.0, 1e4, 1e7}) {
        std::lognormal_distribution<double> draw(std::log(spread), 1.0);
        std::vector<std::uint64_t> values(20'000);
        histogram counts;
        for (auto& value : values) counts.add(value = static_cast<std::uint64_t>(draw(random)));
        std::sort(values.begin(), values.end());
        for (double const q : {0.5, 0.9, 0.99}) {
            auto const exact = static_cast<double>(values[static_cast<std::size_t>(q * 20'000) - 1]);
            CHECK(counts.quantile(q).value() == Approx(exact).epsilon(1.0 / 30));
        }
    }
}

TEST_CASE("small values are exact and the largest fit") {
    histogram counts;
    for (std::uint64_t value = 0; value <= 60; ++value) counts.add(value);
    CHECK(counts.quantile(0.5).value() == 30);
    CHECK(counts.quantile(0).value() == 0);
    CHECK(counts.quantile(1).value() == 60);
    counts.add(std::numeric_limits<std::uint64_t>::max());
    CHECK(counts.quantile(1).value() > 1.7e19);
    CHECK_FALSE(histogram().quantile(0.5).has_value());
}

TEST_CASE("merging is the same as counting together") {
    histogram all, left, right;
    for (std::uint64_t i = 0; i < 5'000; ++i) {
        all.add(i * i);
        (i % 3 == 0 ? left : right).add(i * i);
    }
    left.merge(right);
    CHECK(left.count() == all.count());
    CHECK(left.encode() == all.encode());
}

TEST_CASE("what is encoded is decoded") {
    histogram counts;
    CHECK(histogram::decode(counts.encode())->count() == 0);
    counts.add(3, 5);
    counts.add(70'000, 2);
    counts.add(std::numeric_limits<std::uint64_t>::max());
    auto const back = histogram::decode(counts.encode());
    REQUIRE(back.has_value());
    CHECK(back->encode() == counts.encode());
    CHECK(back->count() == 8);
    for (auto const* text :
         {"x", "1", "1:", "1:2 ", "1:2,3:4", "1:2 3", "99999:1", "4294967295:1 4294967295:1", "-1:2"}) {
        INFO(text);
        CHECK_FALSE(histogram::decode(text).has_value());
    }
}

TEST_CASE("no value is further than a sixty-fourth from its bucket's middle") {
    std::mt19937_64 random(2);
    double worst = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto const value = random() >> (random() % 60);
        histogram one;
        one.add(value);
        auto const middle = one.quantile(0.5).value();
        worst = std::max(worst, std::abs(middle - static_cast<double>(value)) / std::max(1.0, middle));
        auto const bucket = one.bucket_of_rank(1).value();
        CHECK(bucket.low <= static_cast<double>(value));
        CHECK(bucket.high >= static_cast<double>(value));
    }
    CHECK(worst <= 1.0 / 64);
    CHECK(worst > 1.0 / 100); // or the promise could be a better one
}

TEST_CASE("ranks find their buckets, and buckets are told in order") {
    histogram counts;
    counts.add(5, 3);
    counts.add(40, 2);
    CHECK_FALSE(counts.bucket_of_rank(0).has_value());
    CHECK(counts.bucket_of_rank(3)->low == 5);
    CHECK(counts.bucket_of_rank(4)->low == 40);
    CHECK(counts.bucket_of_rank(5)->high == 40);
    CHECK_FALSE(counts.bucket_of_rank(6).has_value());
    std::vector<std::pair<double, std::uint64_t>> seen;
    counts.for_each(
        [&](histogram::bucket const& bucket, std::uint64_t count) { seen.emplace_back(bucket.high, count); });
    CHECK(seen == std::vector<std::pair<double, std::uint64_t>>{{5, 3}, {40, 2}});
}

TEST_CASE("many encoded histograms add up to what merging them makes") {
    histogram merged;
    histogram_sum sum;
    for (std::uint64_t i = 1; i < 50; ++i) {
        histogram one;
        for (std::uint64_t j = 0; j < i; ++j) one.add(i * i * j, j + 1);
        merged.merge(one);
        REQUIRE(sum.add(one.encode()));
    }
    REQUIRE(sum.add(""));
    CHECK(sum.total().encode() == merged.encode());
    CHECK(sum.total().count() == merged.count());
}

TEST_CASE("what is no encoded histogram is not added up") {
    for (auto const* wrong : {"1", "1:", "x:1", "1:1 ", "99999:1", "1:1,2:1"}) {
        CAPTURE(wrong);
        CHECK_FALSE(histogram_sum().add(wrong));
    }
}
