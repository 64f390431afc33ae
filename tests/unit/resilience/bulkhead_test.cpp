#include "facade/resilience/bulkhead.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using ficus::resilience::bulkhead;

TEST_CASE("places are given up to the limit, and again when they are given back") {
    bulkhead b({2, {}}, "feature orders at modern");
    auto one = b.enter();
    {
        auto const two = b.enter();
        CHECK(one);
        CHECK(two);
        CHECK_FALSE(b.enter());
        CHECK(b.so_far()->requests == 2);
    }
    CHECK(b.so_far()->requests == 1);
    auto two = b.enter();
    CHECK(two);
    CHECK_FALSE(b.enter());
    one.give_back();
    one.give_back();
    CHECK(b.so_far()->requests == 1);
    CHECK(b.so_far()->refused_requests == 2);
    CHECK(b.of() == "feature orders at modern");
}

TEST_CASE("a place goes on in another one's hands") {
    bulkhead b({1, {}}, "");
    bulkhead::place kept;
    {
        auto place = b.enter();
        kept = std::move(place);
    }
    CHECK(b.so_far()->requests == 1);
    auto const moved = std::move(kept);
    CHECK(moved);
    CHECK_FALSE(kept);
    CHECK_FALSE(b.enter());
}

TEST_CASE("those that wait have a limit of their own, which may be none at all") {
    bulkhead b({5, 0}, "");
    auto const request = b.enter();
    CHECK(request);
    CHECK_FALSE(b.wait());
    CHECK(b.so_far()->refused_pending == 1);
    CHECK(b.so_far()->refused_requests == 0);
    bulkhead unlimited({{}, 1}, "");
    std::vector<bulkhead::place> all;
    for (int i = 0; i < 1000; ++i) all.push_back(unlimited.enter());
    CHECK(unlimited.so_far()->requests == 1000);
    auto const waits = unlimited.wait();
    CHECK(waits);
    CHECK_FALSE(unlimited.wait());
}

TEST_CASE("with other limits what is under way goes on to count") {
    bulkhead before({3, {}}, "");
    auto one = before.enter();
    auto two = before.enter();
    bulkhead after({1, {}}, "", before.so_far());
    CHECK_FALSE(after.enter());
    one.give_back();
    CHECK_FALSE(after.enter());
    two.give_back();
    CHECK(after.enter());
}

TEST_CASE("no bulkhead is overfull, however many threads ask at once") {
    bulkhead b({3, {}}, "");
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    std::atomic<int> entered{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20'000; ++i) {
                auto const place = b.enter();
                if (!place) continue;
                ++entered;
                auto const now = ++inside;
                auto seen = most.load();
                while (now > seen && !most.compare_exchange_weak(seen, now)) {}
                --inside;
            }
        });
    for (auto& t : threads) t.join();
    CHECK(most <= 3);
    CHECK(entered > 0);
    CHECK(b.so_far()->requests == 0);
    CHECK(b.so_far()->refused_requests == 160'000U - static_cast<unsigned>(entered));
}
