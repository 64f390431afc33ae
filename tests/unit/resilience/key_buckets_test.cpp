#include "facade/resilience/key_buckets.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("each key has a rate of its own") {
    key_buckets buckets({1, 1s, 2});
    for (std::uint64_t key : {0U, 1U, 2U}) {
        CHECK(buckets.take(key, start).left == 1);
        CHECK(buckets.take(key, start).taken);
        CHECK_FALSE(buckets.take(key, start).taken);
    }
    CHECK(buckets.take(1, start + 1s).taken);
    CHECK_FALSE(buckets.take(1, start + 1s).taken);
}

TEST_CASE("what is given back is given back to its key") {
    key_buckets buckets({1, 1s, 1});
    for (std::uint64_t key : {3U, 4U}) REQUIRE(buckets.take(key, start).taken);
    buckets.give_back(3);
    buckets.give_back(5); // has never taken any
    CHECK_FALSE(buckets.take(4, start).taken);
    CHECK(buckets.take(3, start).taken);
    CHECK(buckets.take(5, start).taken);
    CHECK_FALSE(buckets.take(5, start).taken);
}

TEST_CASE("a new key takes the place of one whose bucket is full, and nothing is forgotten") {
    key_buckets buckets({1, 1s, 1});
    std::mt19937_64 random(3);
    auto now = start;
    // Never more than a thousand of them are in use at a time, of many more that were.
    for (int i = 0; i < 300'000; ++i) {
        now += 1ms;
        auto const verdict = buckets.take(random(), now);
        REQUIRE(verdict.taken);
        REQUIRE_FALSE(verdict.forgotten);
    }
}

TEST_CASE("where all places are in use the fullest bucket is forgotten, and it is said") {
    key_buckets buckets({1, 60s, 10});
    constexpr std::uint64_t step = key_buckets::places; // the same set
    for (std::uint64_t i = 1; i <= 8; ++i)
        for (std::uint64_t n = 0; n < i; ++n) REQUIRE_FALSE(buckets.take(i * step, start).forgotten);
    auto const verdict = buckets.take(9 * step, start);
    CHECK(verdict.taken);
    CHECK(verdict.forgotten);
    CHECK(buckets.take(8 * step, start).left == 1); // it is remembered
    CHECK(buckets.take(1 * step, start).left == 9); // it is not
}

TEST_CASE("a million keys are more than there are places for, and all are served") {
    key_buckets buckets({1, 60s, 1});
    std::mt19937_64 random(7);
    std::uint64_t forgotten = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        auto const verdict = buckets.take(random(), start);
        REQUIRE(verdict.taken);
        forgotten += verdict.forgotten ? 1 : 0;
    }
    CHECK(forgotten >= 1'000'000 - key_buckets::places);
    CHECK(forgotten < 1'000'000 - key_buckets::places + 1'000);
}

TEST_CASE("threads that take by the same keys at once take no more than there is") {
    key_buckets buckets({1, rate::longest, 50});
    std::atomic<int> taken{0};
    std::vector<std::thread> running;
    for (unsigned t = 0; t < 4; ++t)
        running.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int i = 0; i < 20'000; ++i) {
                auto const key = random() % 100;
                if (!buckets.take(key, start).taken) continue;
                ++taken;
                if (random() % 8 != 0) continue;
                --taken;
                buckets.give_back(key);
            }
        });
    for (auto& thread : running) thread.join();
    CHECK(taken == 100 * 50);
}
