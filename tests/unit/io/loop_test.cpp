#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace ficus::io;
using namespace std::chrono_literals;

TEST_CASE("work that was posted before the loop runs is done, in order") {
    loop l;
    std::vector<int> done;
    for (int i = 0; i < 100; ++i) l.post([&, i] { done.push_back(i); });
    l.post([&] { l.stop(); });
    l.run();
    REQUIRE(done.size() == 100);
    for (int i = 0; i < 100; ++i) CHECK(done[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("many threads post, and each one's work is done in its order, on the loop's thread") {
    constexpr int threads = 8;
    constexpr int posts = 2000;
    loop l;
    auto const here = std::this_thread::get_id();
    std::vector<int> last(threads, -1);
    int done = 0;
    bool in_order = true;
    bool in_place = true;
    std::vector<std::thread> others;
    for (int t = 0; t < threads; ++t)
        others.emplace_back([&, t] {
            for (int i = 0; i < posts; ++i)
                l.post([&, t, i] {
                    auto& before = last[static_cast<std::size_t>(t)];
                    in_order = in_order && before == i - 1;
                    in_place = in_place && std::this_thread::get_id() == here;
                    before = i;
                    if (++done == threads * posts) l.stop();
                });
        });
    l.run();
    for (auto& t : others) t.join();
    CHECK(done == threads * posts);
    CHECK(in_order);
    CHECK(in_place);
}

TEST_CASE("work may post more work") {
    loop l;
    int depth = 0;
    std::function<void()> more = [&] {
        if (++depth == 1000)
            l.stop();
        else
            l.post(more);
    };
    l.post(more);
    l.run();
    CHECK(depth == 1000);
}

TEST_CASE("the loop drives its deadlines, and tells of every tick") {
    loop l;
    int ticks = 0;
    l.on_tick([&](clock::time_point) { ++ticks; });
    auto const begun = clock::now();
    clock::duration took{};
    struct context {
        loop& l;
        clock::time_point begun;
        clock::duration& took;
    } c{l, begun, took};
    deadline d(
        l.deadlines(),
        [](void* self) {
            auto& here = *static_cast<context*>(self);
            here.took = clock::now() - here.begun;
            here.l.stop();
        },
        &c);
    d.set(100ms);
    l.run();
    CHECK(took >= 100ms);
    CHECK(ticks >= 1);
}

TEST_CASE("a loop is stopped from another thread while it waits") {
    loop l;
    std::thread other([&] { l.stop(); });
    l.run();
    other.join();
    SUCCEED();
}
