#include "facade/shadow/job_places.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>

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
