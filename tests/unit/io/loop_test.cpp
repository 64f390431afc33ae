#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <sys/socket.h>
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

TEST_CASE("unhurried work is done in the order of the posts, hurried work among it") {
    loop l;
    std::vector<int> done;
    for (int i = 0; i < 100; ++i)
        i % 3 == 0 ? l.post([&, i] { done.push_back(i); }) : l.post_unhurried([&, i] { done.push_back(i); });
    l.post_unhurried([&] { l.stop(); });
    l.run();
    REQUIRE(done.size() == 100);
    for (int i = 0; i < 100; ++i) CHECK(done[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("unhurried work from another thread is found by a loop that sleeps, and by one that looks for it") {
    constexpr int rounds = 40;
    loop l;
    std::mutex mutex;
    std::condition_variable changed;
    int done = 0;
    std::vector<clock::duration> took;
    std::thread other([&] {
        for (int i = 0; i < rounds; ++i) {
            // The loop has long ceased to look before every eighth.
            if (i % 8 == 0) std::this_thread::sleep_for(150ms);
            auto const begun = clock::now();
            l.post_unhurried([&] {
                std::lock_guard lock(mutex);
                ++done;
                changed.notify_one();
            });
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return done == i + 1; });
            took.push_back(clock::now() - begun);
        }
        l.stop();
    });
    l.run();
    other.join();
    CHECK(done == rounds);
    // A tick of the loop would find none of it: it is told, or looks.
    std::sort(took.begin(), took.end());
    CHECK(took[rounds / 2] < deadline_wheel::tick);
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

TEST_CASE("what is not watched any more says nothing, though it is open elsewhere") {
    struct listening final : watched {
        void on_events(std::uint32_t) override { ++told; }
        int told = 0;
    };
    loop l;
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    descriptor const far(ends[0]);
    descriptor near(ends[1]);
    descriptor const elsewhere(::dup(near.get()));
    listening who;
    REQUIRE(l.watch(near.get(), EPOLLIN, who));
    REQUIRE(::write(far.get(), "x", 1) == 1);
    // Level-triggered, so that poll() would not end.
    std::thread stopping([&] { l.post([&] { l.stop(); }); });
    l.run();
    stopping.join();
    REQUIRE(who.told > 0);

    l.unwatch(near.get(), who);
    near.close();
    auto const before = who.told;
    l.poll();
    CHECK(who.told == before);
}
