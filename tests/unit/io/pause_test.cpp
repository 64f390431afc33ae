#include "facade/io/pause.hpp"
#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

TEST_CASE("a pause is over no sooner than its time") {
    io::loop loop;
    auto const script = [&]() -> io::task<void> {
        auto const from = io::clock::now();
        io::pause pause(loop, 30ms);
        co_await pause;
        CHECK(io::clock::now() - from >= 30ms);
    };
    drive(loop, script());
}

TEST_CASE("a pause of no time does not wait") {
    io::loop loop;
    io::pause pause(loop, 0ms);
    CHECK(pause.await_ready());
}

TEST_CASE("a pause that is ended is over, before it has begun too") {
    io::loop loop;
    auto const script = [&]() -> io::task<void> {
        io::pause first(loop, 1h);
        io::pause second(loop, 1h);
        second.end();
        loop.later([&] { first.end(); });
        co_await first;
        co_await second;
    };
    drive(loop, script());
}
