#include "facade/shadow/job_places.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <random>
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

TEST_CASE("a place that is given back while others find that there is none is said to be free") {
    constexpr int rounds = 300'000;
    shadow::job_places places(1);
    std::atomic<bool> over{false};
    std::thread giver([&] {
        std::minstd_rand random(1);
        while (!over) {
            // At any moment of what the other thread does.
            for (auto n = random() % 64; n > 0; --n) std::atomic_signal_fence(std::memory_order_seq_cst);
            if (places.taken() > 0) places.give_back();
        }
    });
    bool stuck = false;
    for (int i = 0; i < rounds && !stuck; ++i) {
        places.take();
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!places.are_free() && !stuck) stuck = std::chrono::steady_clock::now() > until;
    }
    over = true;
    giver.join();
    CHECK_FALSE(stuck);
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
