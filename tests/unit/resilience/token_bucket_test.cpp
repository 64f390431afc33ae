#include "facade/resilience/token_bucket.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("a burst is taken at once, and then one after the other as they come") {
    token_bucket bucket({10, 1s, 3});
    for (std::uint64_t left : {2U, 1U, 0U}) {
        auto const verdict = bucket.take(start);
        CHECK(verdict.taken);
        CHECK(verdict.left == left);
        CHECK(verdict.wait == 0s);
        CHECK(verdict.full_in == (3 - left) * 100ms);
    }
    auto const refused = bucket.take(start);
    CHECK_FALSE(refused.taken);
    CHECK(refused.left == 0);
    CHECK(refused.wait == 100ms);
    CHECK(refused.full_in == 300ms);
    CHECK(bucket.take(start + 99ms).wait == 1ms);
    CHECK(bucket.take(start + 100ms).taken);
    CHECK_FALSE(bucket.take(start + 100ms).taken);
}

TEST_CASE("a bucket never holds more than its burst") {
    token_bucket bucket({10, 1s, 3});
    CHECK(bucket.take(start).taken);
    int taken = 0;
    for (int i = 0; i < 10; ++i) taken += bucket.take(start + 1h).taken ? 1 : 0;
    CHECK(taken == 3);
}

TEST_CASE("a token that was given back is there for another request") {
    token_bucket bucket({1, 60s, 1});
    CHECK(bucket.take(start).taken);
    CHECK_FALSE(bucket.take(start).taken);
    bucket.give_back();
    CHECK(bucket.take(start).taken);
    CHECK_FALSE(bucket.take(start).taken);
    bucket.give_back();
    int taken = 0;
    for (int i = 0; i < 5; ++i) taken += bucket.take(start + 1h).taken ? 1 : 0;
    CHECK(taken == 1);
}

TEST_CASE("the largest rates and bursts, and the smallest, stay within the clock") {
    token_bucket most({rate::most, 1s, rate::most});
    CHECK(most.take(start).left == rate::most - 1);
    token_bucket longest({1, rate::longest, rate::most});
    auto const verdict = longest.take(start);
    CHECK(verdict.left == rate::most - 1);
    CHECK(verdict.full_in == 1h);
    token_bucket least({1, rate::longest, 1});
    CHECK(least.take(start).taken);
    CHECK(least.take(start).wait == 1h);
}

TEST_CASE("in no time are more taken than the burst and what has come meanwhile") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        rate const r{1 + random() % 1000, std::chrono::seconds(1 + random() % 10), 1 + random() % 50};
        token_bucket bucket(r);
        std::vector<time_point> taken;
        auto now = start;
        for (int i = 0; i < 1000; ++i) {
            now += std::chrono::microseconds(random() % (random() % 100 == 0 ? 5'000'000 : 10'000));
            auto verdict = bucket.take(now);
            if (!verdict.taken) {
                // There is one when it says so, and not sooner.
                now += verdict.wait;
                REQUIRE_FALSE(bucket.take(now - 1ns).taken);
                verdict = bucket.take(now);
                REQUIRE(verdict.taken);
            }
            taken.push_back(now);
            double since = 0;
            bool within = true;
            for (auto at = taken.rbegin(); at != taken.rend() && since < 200; ++at) {
                ++since;
                auto const seconds = std::chrono::duration<double>(now - *at).count();
                auto const come = seconds * static_cast<double>(r.count) / static_cast<double>(r.per.count());
                within = within && since <= static_cast<double>(r.burst) + come + 1e-6;
            }
            REQUIRE(within);
        }
    }
}

TEST_CASE("threads that take from one bucket at once take no more than there is") {
    token_bucket bucket({1, rate::longest, 10'000});
    std::atomic<int> taken{0};
    std::atomic<int> given_back{0};
    std::vector<std::thread> running;
    for (unsigned t = 0; t < 4; ++t)
        running.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int i = 0; i < 8'000; ++i) {
                if (!bucket.take(start).taken) continue;
                ++taken;
                if (random() % 4 != 0) continue;
                bucket.give_back();
                ++given_back;
            }
        });
    for (auto& thread : running) thread.join();
    while (bucket.take(start).taken) ++taken;
    CHECK(taken - given_back == 10'000);
}
