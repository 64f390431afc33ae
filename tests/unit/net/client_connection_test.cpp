#include "support/raw_client.hpp"
#include "unit/io/driven.hpp"
#include "unit/net/client.hpp"

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

namespace {

std::size_t times_in(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto i = text.find(what); i != text.npos; i = text.find(what, i + 1)) ++n;
    return n;
}

} // namespace

TEST_CASE("a flood of requests that the facade answers itself lets the others have their turn") {
    constexpr std::size_t flood = 200;
    lone_worker worker;
    client greedy(worker);
    client other(worker);
    std::string all;
    for (std::size_t i = 0; i < flood; ++i) all += get("/flood");
    REQUIRE(greedy.far.send(all, deadline::in(soon)) == transfer::ok);
    REQUIRE(other.far.send(get("/other"), deadline::in(soon)) == transfer::ok);
    worker.loop.poll();
    auto const log = worker.logged();
    CHECK(times_in(log, "/flood") == flood);
    CHECK(times_in(log, "/other") == 1);
    CHECK(times_in(std::string_view(log).substr(0, log.find("/other")), "/flood") < 50);
    greedy.far.close();
    other.far.close();
    worker.loop.poll();
    CHECK(greedy.has_gone());
    CHECK(other.has_gone());
}

TEST_CASE("a refused head's own deadline does not cut the refusal short") {
    http::limits limits;
    limits.max_header_size = 100;
    limits.header_timeout = 250ms;
    lone_worker worker(limits);
    client c(worker);
    auto const script = [&]() -> io::task<void> {
        REQUIRE(c.far.send("GET / HTTP/1.1\r\n", deadline::in(soon)) == transfer::ok);
        co_await hearing(worker.loop);
        c.fill_up();
        REQUIRE(c.far.send("X-Large: " + std::string(200, 'x'), deadline::in(soon)) == transfer::ok);
        // When the head would have been late; a refusal is given a second.
        signal later;
        io::deadline d(
            worker.loop.deadlines(), [](void* to) { static_cast<signal*>(to)->raise(); }, &later);
        d.set(350ms);
        co_await later;
        std::string got;
        auto how = transfer::ok;
        while (got.find("HTTP/1.1 431 ") == got.npos && how != transfer::end && how != transfer::reset) {
            how = c.far.receive(got, deadline::in(1ms));
            co_await hearing(worker.loop);
        }
        CHECK(how == transfer::ok);
        c.far.abort();
        co_await hearing(worker.loop);
        CHECK(c.has_gone());
    };
    drive(worker.loop, script());
}
