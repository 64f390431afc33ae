#include "facade/io/delay_probe.hpp"
#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <sys/eventfd.h>
#include <thread>
#include <vector>

using namespace ficus::io;
using namespace std::chrono_literals;

namespace {

/// Ready whenever it is written to, and slow when its turn comes.
struct slow_reader final : watched {
    slow_reader(loop& on, std::chrono::milliseconds takes) : takes(takes), fd(::eventfd(0, EFD_NONBLOCK)) {
        REQUIRE(on.watch(fd.get(), EPOLLIN | EPOLLET, *this));
    }
    void be_ready() {
        std::uint64_t const one = 1;
        REQUIRE(::write(fd.get(), &one, sizeof one) == sizeof one);
    }
    void on_events(std::uint32_t) override { std::this_thread::sleep_for(takes); }
    std::chrono::milliseconds takes;
    descriptor fd;
};

} // namespace

TEST_CASE("a probe of a loop that is idle has its turn at once") {
    loop l;
    std::vector<clock::duration> waits;
    delay_probe probe(l, [&](clock::duration waited, clock::time_point) { waits.push_back(waited); });
    probe.send(clock::now());
    l.poll();
    REQUIRE(waits.size() == 1);
    CHECK(waits[0] < 1s);
}

TEST_CASE("a probe waits behind all that was ready before it, and not for what comes later") {
    loop l;
    std::vector<clock::duration> waits;
    delay_probe probe(l, [&](clock::duration waited, clock::time_point) { waits.push_back(waited); });
    slow_reader first(l, 20ms);
    slow_reader second(l, 30ms);
    slow_reader third(l, 10s);
    first.be_ready();
    second.be_ready();
    auto const sent = clock::now();
    probe.send(sent);
    l.poll();
    REQUIRE(waits.size() == 1);
    CHECK(waits[0] >= 50ms);
    CHECK(waits[0] <= clock::now() - sent);
}

TEST_CASE("a probe that is under way is not sent once more, and tells what it has waited already") {
    loop l;
    std::vector<clock::duration> waits;
    delay_probe probe(l, [&](clock::duration waited, clock::time_point) { waits.push_back(waited); });
    auto const sent = clock::now() - 5s;
    probe.send(sent);
    probe.send(sent + 2s);
    CHECK(waits == std::vector<clock::duration>{2s});
    l.poll();
    REQUIRE(waits.size() == 2);
    CHECK(waits[1] >= 5s);

    INFO("what is less than the last one waited says nothing");
    probe.send(sent);
    probe.send(sent + 2s);
    CHECK(waits.size() == 2);
    l.poll();
    CHECK(waits.size() == 3);
}

TEST_CASE("of a probe that is gone nothing is heard") {
    loop l;
    {
        delay_probe probe(l, [](clock::duration, clock::time_point) { FAIL("it is gone"); });
        probe.send(clock::now());
    }
    l.poll();
}
