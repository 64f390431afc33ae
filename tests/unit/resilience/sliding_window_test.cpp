#include "facade/resilience/sliding_window.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <vector>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("what was counted leaves the window with its bucket") {
    sliding_window<std::uint64_t> window(1s);
    window.add(start, 5);
    window.add(start + 50ms, 2);
    window.add(start + 500ms, 3);
    CHECK(window.sum(start + 999ms) == 10);
    CHECK(window.sum(start + 1s) == 3);
    CHECK(window.sum(start + 1499ms) == 3);
    CHECK(window.sum(start + 1500ms) == 0);
}

TEST_CASE("after a long silence nothing is left") {
    sliding_window<std::uint64_t> window(1s);
    window.add(start, 5);
    CHECK(window.sum(start + 24h) == 0);
    window.add(start + 24h, 1);
    CHECK(window.sum(start + 24h) == 1);
}

TEST_CASE("a time that lies back counts as the newest one") {
    sliding_window<std::uint64_t> window(1s);
    window.add(start + 10s, 5);
    window.add(start, 2);
    CHECK(window.sum(start) == 7);
    CHECK(window.sum(start + 10'999ms) == 7);
    CHECK(window.sum(start + 11s) == 0);
}

TEST_CASE("a window that was cleared begins anew") {
    sliding_window<std::uint64_t> window(1s);
    window.add(start, 5);
    window.clear();
    CHECK(window.sum(start) == 0);
    window.add(start + 100ms, 1);
    CHECK(window.sum(start + 100ms) == 1);
}

TEST_CASE("a sum holds all of the window less a bucket, and nothing from before the window") {
    std::mt19937 random(5);
    sliding_window<std::uint64_t> window(1s, 7);
    struct event {
        time_point at;
        std::uint64_t count;
    };
    std::vector<event> events;
    auto now = start;
    auto const since = [&](time_point from) {
        std::uint64_t out = 0;
        for (auto i = events.rbegin(); i != events.rend() && i->at > from; ++i) out += i->count;
        return out;
    };
    for (int i = 0; i < 20'000; ++i) {
        now += std::chrono::milliseconds(random() % (random() % 50 == 0 ? 2000 : 40));
        if (random() % 2 == 0) {
            events.push_back({now, random() % 10});
            window.add(now, events.back().count);
        }
        auto const sum = window.sum(now);
        REQUIRE(sum >= since(now - duration(1s) * 6 / 7));
        REQUIRE(sum <= since(now - 1s));
    }
}
