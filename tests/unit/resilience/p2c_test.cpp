#include "facade/resilience/p2c.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <queue>
#include <random>
#include <vector>

using namespace ficus::resilience;

TEST_CASE("only what has a weight is picked") {
    std::mt19937_64 random(1);
    CHECK_FALSE(pick({}, 0).has_value());
    std::vector<candidate> const none(3, candidate{0.0, 0});
    CHECK_FALSE(pick(none, random()).has_value());
    std::vector<candidate> some(5, candidate{0.0, 0});
    some[3] = {1.0, 1'000'000};
    for (int i = 0; i < 100; ++i) REQUIRE(pick(some, random()) == 3);
    some[1] = {0.5, 0};
    for (int i = 0; i < 100; ++i) REQUIRE(pick(some, random()) == 1);
}

TEST_CASE("the least and the largest random number pick a candidate") {
    std::vector<candidate> const three(3, candidate{1.0 / 3, 0});
    for (std::uint64_t const random : {0ULL, ~0ULL, 0xffff'ffffULL, ~0ULL << 32})
        REQUIRE(pick(three, random).value() < 3);
}

TEST_CASE("of two the one with less to do for its weight is picked") {
    std::mt19937_64 random(2);
    for (int i = 0; i < 1000; ++i) {
        REQUIRE(pick(std::array{candidate{1, 5}, candidate{1, 4}}, random()) == 1);
        REQUIRE(pick(std::array{candidate{2, 7}, candidate{1, 4}}, random()) == 0);
        REQUIRE(pick(std::array{candidate{3, 7}, candidate{1, 2}}, random()) == 1);
    }
}

namespace {

/// What part of the requests each of the endpoints gets, which take so long for one and have these weights.
std::vector<double> shares(std::vector<double> const& weights, std::vector<double> const& takes) {
    std::mt19937_64 random(3);
    std::exponential_distribution<double> next(10.0);
    std::vector<candidate> candidates;
    for (auto const w : weights) candidates.push_back({w, 0});
    using end = std::pair<double, std::size_t>;
    std::priority_queue<end, std::vector<end>, std::greater<>> under_way;
    std::vector<double> out(weights.size(), 0);
    constexpr int requests = 100'000;
    double now = 0;
    for (int i = 0; i < requests; ++i) {
        now += next(random);
        for (; !under_way.empty() && under_way.top().first <= now; under_way.pop())
            --candidates[under_way.top().second].in_use;
        auto const to = pick(candidates, random()).value();
        ++candidates[to].in_use;
        under_way.push({now + takes[to], to});
        out[to] += 1.0 / requests;
    }
    return out;
}

} // namespace

TEST_CASE("an endpoint that takes ten times as long gets few of the requests") {
    auto const got = shares({1, 1, 1}, {1.0, 1.0, 10.0});
    CHECK(got[2] < 0.15);
    CHECK(got[0] > 0.4);
    CHECK(got[1] > 0.4);
}

TEST_CASE("endpoints that are alike get requests by their weights") {
    auto const got = shares({1, 2, 5}, {1.0, 1.0, 1.0});
    CHECK(got[0] == Approx(1.0 / 8).margin(0.03));
    CHECK(got[1] == Approx(2.0 / 8).margin(0.03));
    CHECK(got[2] == Approx(5.0 / 8).margin(0.03));
}
