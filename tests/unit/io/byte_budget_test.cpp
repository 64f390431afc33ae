#include "facade/io/byte_budget.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using namespace ficus;
using io::byte_budget;

TEST_CASE("bytes are reserved up to the budget, and given back with their share") {
    byte_budget budget(100);
    byte_budget::share a(budget);
    CHECK(a.grow(60));
    {
        byte_budget::share b(budget);
        CHECK(b.grow(40));
        CHECK(b.grow(0));
        CHECK_FALSE(b.grow(1));
        CHECK(budget.reserved() == 100);
    }
    CHECK(budget.reserved() == 60);
    CHECK_FALSE(a.grow(41));
    CHECK(a.grow(40));
    byte_budget::share moved(std::move(a));
    CHECK(budget.reserved() == 100);
    CHECK_FALSE(byte_budget::share().grow(1));
    moved.give_back();
    CHECK(budget.reserved() == 0);
    CHECK(moved.grow(100));
}

TEST_CASE(
    "a share that grows in steps asks less often, and for no more than it needs where there is little") {
    byte_budget budget(100);
    byte_budget::share a(budget, 40);
    CHECK(a.grow(5));
    CHECK(budget.reserved() == 40);
    CHECK(a.grow(35));
    CHECK(budget.reserved() == 40);
    CHECK(a.grow(1));
    CHECK(budget.reserved() == 80);
    CHECK(a.grow(59));
    CHECK(budget.reserved() == 100);
    CHECK_FALSE(a.grow(1));
    byte_budget::share moved(std::move(a));
    CHECK_FALSE(moved.grow(1));
    moved.give_back();
    CHECK(budget.reserved() == 0);
    CHECK(moved.grow(90));
    CHECK(budget.reserved() == 90);
}

TEST_CASE("a share that no budget could ever hold is refused, and changes nothing") {
    byte_budget budget(100);
    byte_budget::share a(budget);
    CHECK(a.grow(10));
    CHECK_FALSE(a.grow(~std::size_t{0} - 5));
    CHECK(budget.reserved() == 10);
}

TEST_CASE("no more than the budget is held, however many threads reserve at once") {
    byte_budget budget(3000);
    std::atomic<std::size_t> held{0};
    std::atomic<bool> too_much{false};
    std::atomic<int> granted{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20'000; ++i) {
                byte_budget::share mine(budget);
                if (!mine.grow(1000)) continue;
                ++granted;
                if (held += 1000; held > 3000) too_much = true;
                held -= 1000;
            }
        });
    for (auto& t : threads) t.join();
    CHECK_FALSE(too_much);
    CHECK(granted > 0);
    CHECK(budget.reserved() == 0);
}
