#include "facade/shadow/job_places.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

using namespace ficus;

TEST_CASE("as many places are taken as there are, and who looks is told when none is free") {
    shadow::job_places places(2);
    CHECK(places.are_free());
    CHECK(places.take());
    CHECK(places.are_free());
    CHECK(places.take());
    CHECK_FALSE(places.are_free());
    CHECK_FALSE(places.take());
    CHECK(places.taken() == 2);
    places.give_back();
    CHECK(places.are_free());
    CHECK(places.taken() == 1);
    CHECK(places.take());
    CHECK_FALSE(places.are_free());
    places.give_back();
    places.give_back();
    CHECK(places.are_free());
    CHECK(places.taken() == 0);
}

TEST_CASE("places that are given back meanwhile are never said to be taken in the end") {
    constexpr std::size_t most = 3;
    constexpr int rounds = 200'000;
    shadow::job_places places(most);
    std::atomic<bool> over{false};
    bool too_many = false;
    std::thread giver([&] {
        while (!over)
            if (auto const now = places.taken(); now > 0) {
                too_many = too_many || now > most;
                places.give_back();
            }
    });
    std::size_t stuck = 0;
    for (int i = 0; i < rounds; ++i) {
        if (places.are_free()) places.take();
        // All are given back soon, and it says so then.
        if (i % 1000 != 0) continue;
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!(places.taken() == 0 && places.are_free())) {
            if (std::chrono::steady_clock::now() > until) {
                ++stuck;
                break;
            }
            std::this_thread::yield();
        }
    }
    over = true;
    giver.join();
    CHECK(stuck == 0);
    CHECK_FALSE(too_many);
}

TEST_CASE("threads that take places at once get as many as there are, and none is lost") {
    constexpr std::size_t most = 5;
    constexpr int rounds = 100'000;
    shadow::job_places places(most);
    std::atomic<std::size_t> held{0};
    std::atomic<bool> too_many{false};
    auto const take_and_give_back = [&] {
        for (int i = 0; i < rounds; ++i) {
            if (!places.take()) continue;
            if (++held > most) too_many = true;
            --held;
            places.give_back();
        }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) threads.emplace_back(take_and_give_back);
    for (auto& t : threads) t.join();
    CHECK_FALSE(too_many);
    CHECK(places.taken() == 0);
    CHECK(places.are_free());
    for (std::size_t i = 0; i < most; ++i) CHECK(places.take());
    CHECK_FALSE(places.take());
    CHECK_FALSE(places.are_free());
}
