#include "facade/resilience/shared_breaker.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

using namespace ficus::resilience;
using namespace times;

namespace {

breaker_options quick() {
    breaker_options out;
    out.consecutive = 3;
    out.probes = 2;
    return out;
}

void open(shared_breaker& breaker, time_point now) {
    for (int i = 0; i < 3; ++i) breaker.ask(0, now).tell(now, outcome::failed);
    REQUIRE(breaker.state() == breaker_state::open);
}

} // namespace

TEST_CASE("failures of one thread and successes of another are of one service") {
    breaker_options options;
    options.consecutive = 3;
    shared_breaker breaker(options, 2, start);
    auto const fail_twice = [&] {
        for (int i = 0; i < 2; ++i) breaker.ask(0, start).tell(start, outcome::failed);
    };
    fail_twice();
    breaker.ask(1, start).tell(start, outcome::ok);
    fail_twice();
    CHECK(breaker.state() == breaker_state::closed);
    breaker.ask(1, start).tell(start, outcome::failed);
    CHECK(breaker.state() == breaker_state::open);
    auto const view = breaker.look(start);
    CHECK(view.failure_rate == 5.0 / 6);
    CHECK(view.opened == 1);
    CHECK(view.since == start);
}

TEST_CASE("an open breaker gives no leave, says for how long, and counts whom it refused") {
    shared_breaker breaker(quick(), 2, start);
    CHECK(breaker.refuses_for(start) == 0s);
    open(breaker, start);
    CHECK_FALSE(breaker.ask(0, start));
    CHECK_FALSE(breaker.ask(1, start + 999ms));
    CHECK(breaker.refuses_for(start + 400ms) == 600ms);
    CHECK(breaker.refuses_for(start + 2s) == 0s);
    auto const first = breaker.ask(0, start + 1s);
    auto const second = breaker.ask(1, start + 1s);
    CHECK(first.is_probe());
    CHECK(second.is_probe());
    CHECK_FALSE(breaker.ask(0, start + 1s));
    CHECK(breaker.look(start + 1s).refused == 3);
    CHECK(breaker.refuses_for(start + 1s) == 0s);
}

TEST_CASE("a probe that nothing is told of gives its place back at its end") {
    shared_breaker breaker(quick(), 1, start);
    open(breaker, start);
    auto const now = start + 1s;
    for (int i = 0; i < 10; ++i) {
        auto const first = breaker.ask(0, now);
        auto const second = breaker.ask(0, now);
        REQUIRE(first);
        REQUIRE(second);
        REQUIRE_FALSE(breaker.ask(0, now));
    }
    auto first = breaker.ask(0, now);
    auto second = breaker.ask(0, now);
    second = std::move(first); // what it held before is given back
    first = breaker.ask(0, now);
    CHECK_FALSE(breaker.ask(0, now));
    first.give_back();
    CHECK(breaker.ask(0, now));
}

TEST_CASE("good probes close it, a bad or a slow one opens it anew") {
    for (auto const last : {outcome::ok, outcome::failed, outcome::slow}) {
        shared_breaker breaker(quick(), 1, start);
        open(breaker, start);
        auto const now = start + 1s;
        breaker.ask(0, now).tell(now, outcome::ok);
        CHECK(breaker.state() == breaker_state::half_open);
        auto probe = breaker.ask(0, now);
        probe.tell(now, last);
        probe.tell(now, outcome::failed); // of a probe that is over
        CHECK(breaker.state() == (last == outcome::ok ? breaker_state::closed : breaker_state::open));
    }
}

TEST_CASE("what was sent before the breaker changed says nothing afterwards") {
    shared_breaker breaker(quick(), 1, start);
    std::vector<breaker_pass> before;
    for (int i = 0; i < 10; ++i) before.push_back(breaker.ask(0, start));
    open(breaker, start);
    auto const now = start + 1s;
    for (int i = 0; i < 2; ++i) breaker.ask(0, now).tell(now, outcome::ok);
    REQUIRE(breaker.state() == breaker_state::closed);
    for (auto& pass : before) pass.tell(now, outcome::failed);
    CHECK(breaker.state() == breaker_state::closed);
    CHECK(breaker.look(now).failure_rate == 0.0);
}

TEST_CASE("a slow request is told at once, and once more at its end") {
    auto options = quick();
    options.slow_after = 100ms;
    options.min_requests = 4;
    options.slow_rate = 1.0;
    options.failure_rate = 1.0;
    shared_breaker breaker(options, 1, start);
    auto pass = breaker.ask(0, start);
    pass.tell(start, outcome::slow);
    pass.tell(start, outcome::slow);
    CHECK(breaker.look(start).slow_rate == 1.0);
    pass.tell(start, outcome::ok);
    breaker.ask(0, start).tell(start, outcome::ok);
    auto const view = breaker.look(start);
    CHECK(view.slow_rate == 0.5);
    CHECK(view.failure_rate == 0.0);
    for (int i = 0; i < 2; ++i) breaker.ask(0, start).tell(start, outcome::slow);
    CHECK(breaker.state() == breaker_state::closed);
}

TEST_CASE("each change is told once, with its cause") {
    std::vector<breaker_change> changes;
    shared_breaker breaker(quick(), 1, start,
                           [&](breaker_change const& change) { changes.push_back(change); });
    open(breaker, start);
    auto const now = start + 1s;
    for (int i = 0; i < 2; ++i) breaker.ask(0, now).tell(now, outcome::ok);
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].why == breaker_cause::consecutive);
    CHECK(changes[0].to == breaker_state::open);
    CHECK(changes[1].why == breaker_cause::waited);
    CHECK(changes[2].why == breaker_cause::probes_passed);
    CHECK(changes[2].at == now);
}

TEST_CASE("threads that ask and tell at once send no more probes than there may be") {
    constexpr std::size_t threads = 4;
    breaker_options options;
    options.window = 50ms;
    options.consecutive = 8;
    options.open_for = 1ms;
    options.probes = 3;
    std::atomic<std::uint64_t> opened{0};
    std::atomic<std::uint64_t> half_opened{0};
    std::atomic<std::uint64_t> closed{0};
    shared_breaker breaker(options, threads, start, [&](breaker_change const& change) {
        if (change.to == breaker_state::open) ++opened;
        if (change.to == breaker_state::half_open) ++half_opened;
        if (change.to == breaker_state::closed) ++closed;
    });
    std::atomic<std::int64_t> asked{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> probes{0};
    auto const work = [&](std::size_t index) {
        std::mt19937 random(static_cast<unsigned>(index));
        std::vector<breaker_pass> held;
        for (int i = 0; i < 20'000; ++i) {
            auto const nth = asked.fetch_add(1);
            auto const now = start + std::chrono::microseconds(5 * nth);
            bool const ill = nth / 4'000 % 2 == 1;
            auto pass = breaker.ask(index, now);
            if (!pass) {
                ++refused;
                // Else a thread that runs alone might hold the places of all probes until it ends.
                if (!held.empty()) held.erase(held.begin());
                continue;
            }
            if (random() % 20 == 0) {
                held.push_back(std::move(pass));
                if (held.size() > 5) held.erase(held.begin());
                continue;
            }
            if (pass.is_probe()) ++probes;
            pass.tell(now, ill ? outcome::failed : outcome::ok);
        }
    };
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i) running.emplace_back(work, i);
    for (auto& thread : running) thread.join();
    auto const end = start + 1h;
    auto const view = breaker.look(end);
    CHECK(view.opened == opened);
    CHECK(view.refused == refused);
    CHECK(opened > 2);
    CHECK(closed > 2);
    CHECK(probes <= 3 * half_opened);
    // All passes are gone: nothing keeps it from closing.
    for (int i = 0; i < 3; ++i) breaker.ask(0, end).tell(end, outcome::ok);
    CHECK(breaker.state() == breaker_state::closed);
}
