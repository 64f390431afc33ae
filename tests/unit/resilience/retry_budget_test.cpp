#include "facade/resilience/retry_budget.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("with few requests the least number of retries is allowed in the window") {
    retry_budget budget({0.1, 0.5, 10s});
    int taken = 0;
    for (int i = 0; i < 20; ++i) taken += budget.take(start + 10ms * i, i) ? 1 : 0;
    CHECK(taken == 5);
    CHECK_FALSE(budget.take(start + 9s, 20));
    CHECK(budget.take(start + 11s, 21));
}

TEST_CASE("with many requests their share is allowed, and not the least number on top") {
    retry_budget budget({0.1, 1, 10s});
    std::uint64_t taken = 0;
    for (std::uint64_t requests = 1; requests <= 5000; ++requests)
        taken += budget.take(start + 1ms * requests, requests) ? 1 : 0;
    CHECK(taken >= 499);
    CHECK(taken <= 500);
}

TEST_CASE("requests from before the window allow nothing") {
    retry_budget budget({0.1, 0, 10s});
    CHECK_FALSE(budget.take(start, 1'000'000));
    SECTION("as the first that it is told of") {
        CHECK_FALSE(budget.take(start + 1s, 1'000'009));
    }
    SECTION("as the last before a long silence") {
        budget.note(start + 1s, 1'001'000);
        CHECK_FALSE(budget.take(start + 12s, 1'001'000));
    }
    SECTION("that came in a silence longer than the window") {
        CHECK_FALSE(budget.take(start + 1h, 2'000'000));
    }
}

TEST_CASE("who tells it of requests in time may take of all of them at once") {
    retry_budget budget({0.1, 0, 10s});
    for (int second = 0; second <= 5; ++second) budget.note(start + 1s * second, 1000 * second);
    int taken = 0;
    for (int i = 0; i < 1000; ++i) taken += budget.take(start + 5s, 5000) ? 1 : 0;
    CHECK(taken == 500);
}

TEST_CASE("a budget of nothing allows nothing") {
    retry_budget budget({0, 0, 10s});
    for (int i = 0; i < 1000; ++i) REQUIRE_FALSE(budget.take(start + 10ms * i, 100 * i));
}

TEST_CASE("a count that falls, or a time that lies back, allows no more") {
    retry_budget budget({0.5, 0, 10s});
    budget.note(start + 5s, 100);
    CHECK_FALSE(budget.take(start, 50));
    CHECK_FALSE(budget.take(start + 5s, 101));
    CHECK(budget.take(start + 5s, 102));
}

TEST_CASE("in no window that ends with a retry are there more of them than the budget allows") {
    struct event {
        time_point at;
        bool retry;
    };
    for (unsigned seed = 0; seed < 30; ++seed) {
        std::mt19937 random(seed);
        budget_options const options{(random() % 5) * 0.1, (random() % 4) * 0.5,
                                     std::chrono::milliseconds(500 + random() % 5000)};
        retry_budget budget(options);
        std::vector<event> events;
        std::uint64_t requests = 0;
        auto now = start;
        for (int i = 0; i < 3000; ++i) {
            now += std::chrono::microseconds(random() % (random() % 100 == 0 ? 3'000'000 : 5000));
            events.push_back({now, false});
            ++requests;
            if (random() % 3 == 0) continue;
            if (!budget.take(now, requests)) continue;
            events.push_back({now, true});
            double retries = 0;
            double of = 0;
            duration const window = options.window;
            for (auto e = events.rbegin(); e != events.rend() && e->at > now - window; ++e) {
                of += e->retry ? 0 : 1;
                retries += e->retry && e->at > now - window * 9 / 10 ? 1 : 0;
            }
            auto const seconds = std::chrono::duration<double>(window).count();
            REQUIRE(retries <= std::max(options.share * of, options.least_per_second * seconds) + 1e-9);
        }
    }
}
