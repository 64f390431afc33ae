#include "facade/io/deadlines.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <random>
#include <vector>

using namespace ficus::io;
using namespace std::chrono_literals;

namespace {

constexpr clock::duration tick = deadline_wheel::tick;

/// A wheel whose time passes as the test says: in small steps, the wheel looking at each.
struct simulated {
    clock::time_point const start{std::chrono::hours(5)};
    clock::time_point now = start;
    deadline_wheel wheel{{&simulated::tell, this}};

    static clock::time_point tell(void* self) { return static_cast<simulated*>(self)->now; }

    void pass(clock::duration d, clock::duration step = 5ms) {
        for (auto const until = now + d; now < until;) {
            now = std::min(until, now + step);
            wheel.advance(now);
        }
    }
};

/// A deadline that remembers when it passed.
struct watched {
    explicit watched(simulated& in) : time(in) {}
    static void passed(void* self) {
        auto& w = *static_cast<watched*>(self);
        w.at.push_back(w.time.now - w.time.start);
        if (w.then) w.then();
    }
    simulated& time;
    std::vector<clock::duration> at;
    std::function<void()> then;
    deadline due{time.wheel, &watched::passed, this};
};

} // namespace

TEST_CASE("a deadline passes once, never early and at most two ticks late") {
    // Set at every place within a tick, for times around whole ticks and around the wheel's size of 512
    // ticks.
    for (auto const limit :
         {0ms, 1ms, 19ms, 20ms, 21ms, 40ms, 250ms, 10'219ms, 10'240ms, 10'241ms, 10'260ms, 25'000ms})
        for (auto const offset : {0ms, 1ms, 7ms, 19ms}) {
            simulated time;
            watched w(time);
            time.pass(1s + offset, 1ms);
            auto const set_at = time.now - time.start;
            w.due.set(limit);
            CHECK(w.due.armed());
            time.pass(limit + 100ms, 1ms);
            CAPTURE(limit.count(), offset.count());
            REQUIRE(w.at.size() == 1);
            CHECK(w.at[0] >= set_at + limit);
            CHECK(w.at[0] <= set_at + limit + 2 * tick);
            CHECK_FALSE(w.due.armed());
            time.pass(30s, 20ms);
            CHECK(w.at.size() == 1);
        }
}

TEST_CASE("a deadline that is set after the loop was held up does not pass early") {
    for (auto const held_up : {1ms, 19ms, 21ms, 300ms, 20'000ms}) {
        simulated time;
        watched w(time);
        time.pass(1s);
        time.now += held_up; // the wheel has not seen it yet
        w.due.set(250ms);
        time.pass(249ms, 1ms);
        CAPTURE(held_up.count());
        CHECK(w.at.empty());
        time.pass(41ms, 1ms);
        CHECK(w.at.size() == 1);
    }
}

TEST_CASE("a negative time is none at all") {
    simulated time;
    watched w(time);
    w.due.set(-5s);
    time.pass(3 * tick);
    CHECK(w.at.size() == 1);
}

TEST_CASE("a deadline moved to later passes then, and only then") {
    simulated time;
    watched w(time);
    w.due.set(100ms);
    time.pass(90ms);
    w.due.set(300ms);
    time.pass(290ms);
    CHECK(w.at.empty());
    time.pass(60ms);
    CHECK(w.at.size() == 1);
}

TEST_CASE("a deadline moved to earlier passes then, and only then") {
    simulated time;
    watched w(time);
    w.due.set(10s);
    time.pass(50ms);
    w.due.set(100ms);
    time.pass(99ms);
    CHECK(w.at.empty());
    time.pass(45ms);
    CHECK(w.at.size() == 1);
    time.pass(12s);
    CHECK(w.at.size() == 1);
}

TEST_CASE("a cleared deadline does not pass, and may be set again") {
    simulated time;
    watched w(time);
    w.due.set(100ms);
    w.due.clear();
    CHECK_FALSE(w.due.armed());
    time.pass(1s);
    CHECK(w.at.empty());
    w.due.set(100ms);
    w.due.clear();
    w.due.set(200ms);
    time.pass(190ms);
    CHECK(w.at.empty());
    time.pass(60ms);
    CHECK(w.at.size() == 1);
}

TEST_CASE("a destroyed deadline does not pass") {
    simulated time;
    watched stays(time);
    stays.due.set(100ms);
    {
        watched goes(time);
        goes.due.set(100ms);
    }
    time.pass(1s);
    CHECK(stays.at.size() == 1);
}

TEST_CASE("beyond the wheel's horizon a deadline is carried on until its time") {
    simulated time;
    watched w(time);
    w.due.set(1h);
    time.pass(1h - 1ms, 20ms);
    CHECK(w.at.empty());
    time.pass(60ms);
    CHECK(w.at.size() == 1);
}

TEST_CASE("a callback may set its own deadline again") {
    simulated time;
    watched w(time);
    w.then = [&] { w.due.set(100ms); };
    w.due.set(100ms);
    time.pass(1s);
    REQUIRE(w.at.size() >= 7);
    for (std::size_t i = 1; i < w.at.size(); ++i) CHECK(w.at[i] - w.at[i - 1] >= 100ms);
}

TEST_CASE("a callback may destroy deadlines that are due in the same tick, its own among them") {
    for (std::size_t killer = 0; killer < 4; ++killer)
        for (std::size_t victim = 0; victim < 4; ++victim) {
            simulated time;
            std::vector<std::unique_ptr<watched>> all;
            for (int i = 0; i < 4; ++i) all.push_back(std::make_unique<watched>(time));
            std::size_t passed = 0;
            for (std::size_t i = 0; i < 4; ++i) {
                all[i]->then = [&, i] {
                    ++passed;
                    if (i == killer) {
                        // A copy of the function goes with its deadline.
                        auto& slot = all[victim];
                        slot.reset();
                    }
                };
                all[i]->due.set(100ms);
            }
            time.pass(1s);
            CAPTURE(killer, victim);
            CHECK(passed == (victim > killer ? 3 : 4));
        }
}

TEST_CASE("a callback may clear and move others that are due in the same tick") {
    simulated time;
    watched first(time);
    watched cleared(time);
    watched moved(time);
    first.then = [&] {
        cleared.due.clear();
        moved.due.set(500ms);
    };
    for (auto* w : {&first, &cleared, &moved}) w->due.set(100ms);
    time.pass(300ms);
    CHECK(first.at.size() == 1);
    CHECK(moved.at.empty());
    time.pass(400ms);
    CHECK(moved.at.size() == 1);
    time.pass(10s);
    CHECK(cleared.at.empty());
}

TEST_CASE("a loop that was held up lets everything pass that is due, and nothing twice or early") {
    simulated time;
    watched early(time);
    watched late(time);
    watched again(time);
    std::vector<clock::duration> set_at;
    again.then = [&] {
        set_at.push_back(time.now - time.start);
        again.due.set(250ms);
    };
    early.due.set(100ms);
    late.due.set(3s);
    again.due.set(250ms);
    time.pass(2s, 2s); // one look after two seconds
    CHECK(early.at.size() == 1);
    CHECK(late.at.empty());
    CHECK(again.at.size() == 1);
    time.pass(200ms);
    // What a callback set while the wheel caught up counts from now, not from a time long past.
    CHECK(again.at.size() == 1);
    time.pass(100ms);
    CHECK(again.at.size() == 2);
}

TEST_CASE("the wheel agrees with a list that is searched") {
    struct plain {
        clock::duration due{};
        bool armed = false;
    };
    std::mt19937 random(20'240'601);
    for (int round = 0; round < 20; ++round) {
        simulated time;
        constexpr std::size_t count = 40;
        std::vector<std::unique_ptr<watched>> all;
        std::vector<plain> expected(count);
        std::vector<std::size_t> seen(count, 0);
        for (std::size_t i = 0; i < count; ++i) all.push_back(std::make_unique<watched>(time));
        for (int step = 0; step < 3000; ++step) {
            auto const i = random() % count;
            switch (random() % 8) {
            case 0: {
                auto const limit = std::chrono::milliseconds(random() % (random() % 10 == 0 ? 30'000 : 700));
                all[i]->due.set(limit);
                expected[i] = {time.now - time.start + limit, true};
                break;
            }
            case 1:
                all[i]->due.clear();
                expected[i].armed = false;
                break;
            case 2:
                if (random() % 16 == 0) {
                    all[i] = std::make_unique<watched>(time);
                    expected[i].armed = false;
                    seen[i] = 0;
                }
                break;
            default: time.pass(std::chrono::milliseconds(random() % 15 + 1), 20ms);
            }
            auto const now = time.now - time.start;
            for (std::size_t k = 0; k < count; ++k) {
                auto const passed = all[k]->at.size() > seen[k];
                if (passed) {
                    seen[k] = all[k]->at.size();
                    if (!expected[k].armed || all[k]->at.back() < expected[k].due) {
                        CAPTURE(round, step, k);
                        FAIL("a deadline passed early, or after it was cleared");
                    }
                    expected[k].armed = false;
                } else if (expected[k].armed && now > expected[k].due + 2 * tick) {
                    CAPTURE(round, step, k);
                    FAIL("a deadline is more than two ticks late");
                }
                if (expected[k].armed != all[k]->due.armed()) FAIL("armed() is wrong");
            }
        }
    }
    SUCCEED();
}
