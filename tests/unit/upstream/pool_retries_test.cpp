#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;

namespace {

/// A port that nobody else has, and where connections are refused until somebody listens.
struct port_of_its_own {
    port_of_its_own() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* const address = reinterpret_cast<sockaddr*>(&at);
        REQUIRE(::bind(fd, address, size) == 0);
        REQUIRE(::getsockname(fd, address, &size) == 0);
        port = ntohs(at.sin_port);
    }
    ~port_of_its_own() { ::close(fd); }
    port_of_its_own(port_of_its_own const&) = delete;
    port_of_its_own& operator=(port_of_its_own const&) = delete;
    int fd;
    std::uint16_t port = 0;
};

upstream::tried_endpoints all_but(std::size_t endpoint, std::size_t count) {
    upstream::tried_endpoints tried;
    for (std::size_t i = 0; i < count; ++i)
        if (i != endpoint) tried.add(i);
    return tried;
}

} // namespace

TEST_CASE(
    "a request may wait for a shorter time than its upstream allows, in the queue and for a connection") {
    origin server;
    black_hole nobody;
    auto options = options_for({server.port()});
    options.max_connections = 1;
    stage full(options);
    stage far(options_for({nobody.port}));
    auto const waits = [&]() -> io::task<void> {
        auto only = connection_of(co_await full.acquire());
        upstream::pool::wish w;
        w.queue_within = 40ms;
        auto const failed = failure_of(co_await full.acquire(w));
        CHECK(failed.code == failure_code::queue_timeout);
        full.p->discard(std::move(only));
    };
    drive(full.loop, waits());
    auto const connects = [&]() -> io::task<void> {
        upstream::pool::wish w;
        w.connect_within = 40ms;
        auto const failed = failure_of(co_await far.acquire(w));
        CHECK(failed.code == failure_code::connect_timeout);
    };
    drive(far.loop, connects());
}

TEST_CASE("an upstream's own queue_timeout bounds the wait for a connection") {
    origin server;
    auto options = options_for({server.port()});
    options.max_connections = 1;
    options.queue_timeout = 40ms;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        auto only = connection_of(co_await s.acquire());
        CHECK(failure_of(co_await s.acquire()).code == failure_code::queue_timeout);
        s.p->discard(std::move(only));
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint is reached until a connection to it fails, and again once one succeeds") {
    origin alive;
    closed_port nobody;
    stage s(options_for({alive.port(), nobody.port()}));
    auto const script = [&]() -> io::task<void> {
        // Of what has not been tried yet the best is believed.
        CHECK(s.p->reaches_another(all_but(0, 2)));
        CHECK(s.p->reaches_another(all_but(1, 2)));
        for (int turn = 0; turn < 2; ++turn) {
            auto got = co_await s.acquire();
            if (auto* const c = std::get_if<std::unique_ptr<upstream::connection>>(&got))
                s.p->discard(std::move(*c));
        }
        CHECK(s.p->reaches_another(all_but(0, 2)));
        CHECK_FALSE(s.p->reaches_another(all_but(1, 2)));
        CHECK_FALSE(s.p->reaches_another(all_but(2, 2)));
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint that could not be reached is reached again with its next connection") {
    port_of_its_own later;
    stage s(options_for({later.port}));
    auto const script = [&]() -> io::task<void> {
        CHECK(failure_of(co_await s.acquire()).code == failure_code::refused);
        CHECK_FALSE(s.p->reaches_another({}));
        REQUIRE(::listen(later.fd, 16) == 0);
        s.p->discard(connection_of(co_await s.acquire()));
        CHECK(s.p->reaches_another({}));
    };
    drive(s.loop, script());
}

TEST_CASE("retries are a share of the requests, or so many a second where these are few") {
    origin server;
    auto options = options_for({server.port()});
    options.retry_budget = {.share = 0.5, .least_per_second = 0.2, .window = 10s};
    stage s(options);
    auto const now = io::clock::now();
    s.p->sweep(now);
    CHECK(s.p->take_retry());
    CHECK(s.p->take_retry());
    CHECK_FALSE(s.p->take_retry());
    for (int n = 0; n < 10; ++n) s.p->count_request();
    for (int n = 0; n < 3; ++n) CHECK(s.p->take_retry());
    CHECK_FALSE(s.p->take_retry());
}
