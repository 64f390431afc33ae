#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;
using upstream::pool;

namespace {

upstream::upstream_options limited(origin const& to, std::size_t connections, std::size_t pending) {
    auto o = options_for({to.port()});
    o.max_connections = connections;
    o.max_pending = pending;
    return o;
}

} // namespace

TEST_CASE("a kept connection gives way where it is all that the limit allows and cannot be used") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        auto fresh = connection_of(co_await s.acquire(unused));
        CHECK_FALSE(fresh->reused);
        CHECK(s.shared->open() == 1);
        CHECK(s.events.closes == 1);
        s.p->discard(std::move(fresh));
    };
    drive(s.loop, script());
}

TEST_CASE("beyond max_connections a request waits and is handed what is released") {
    origin server;
    stage s(limited(server, 1, 2));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto const* const only = a.get();
        asking first(*s.p);
        asking second(*s.p);
        CHECK_FALSE(first.done());
        CHECK(s.shared->waiting() == 2);
        s.p->release(std::move(a));
        CHECK(first.done());
        CHECK_FALSE(second.done());
        CHECK(s.shared->waiting() == 1);
        auto handed = connection_of(std::move(*first.got));
        CHECK(handed.get() == only);
        CHECK(handed->reused);
        // Whoever comes now stands behind those who wait.
        s.p->release(std::move(handed));
        CHECK(second.done());
        co_await first.join();
        co_await second.join();
        CHECK(s.events.reuses == 2);
        s.p->discard(connection_of(std::move(*second.got)));
        CHECK(s.shared->open() == 0);
        CHECK(s.shared->waiting() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("a request that waits is handed nothing that it cannot use: it gets a new connection instead") {
    origin one;
    origin two;
    auto options = options_for({one.port(), two.port()});
    options.max_connections = 1;
    options.max_pending = 1;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        for (bool const elsewhere : {false, true}) {
            auto const was = a->endpoint;
            asking waits(*s.p, elsewhere ? not_at(was) : unused);
            s.p->release(std::move(a));
            co_await waits.join();
            a = connection_of(std::move(*waits.got));
            CHECK_FALSE(a->reused);
            if (elsewhere) CHECK(a->endpoint != was);
            CHECK(s.shared->open() == 1);
        }
        s.p->discard(std::move(a));
    };
    drive(s.loop, script());
}

TEST_CASE("a request that waits is not handed what the upstream has closed") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        server.accept().close();
        asking waits(*s.p);
        s.p->release(std::move(a));
        co_await waits.join();
        a = connection_of(std::move(*waits.got));
        CHECK_FALSE(a->reused);
        s.p->discard(std::move(a));
    };
    drive(s.loop, script());
}

TEST_CASE("a connection that is lost to an exception leaves its permit to who waits") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        asking waits(*s.p);
        try {
            auto const lost = std::move(a);
            throw std::bad_alloc();
        } catch (std::bad_alloc const&) {}
        co_await waits.join();
        CHECK(s.events.opens == 2);
        CHECK(s.events.closes == 1);
        CHECK(s.shared->open() == 1);
        s.p->discard(connection_of(std::move(*waits.got)));
        CHECK(s.shared->open() == 0);
        CHECK(s.shared->waiting() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("a connection that is spent leaves its permit to who waits") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        asking next(*s.p);
        s.p->discard(std::move(a));
        co_await next.join();
        auto b = connection_of(std::move(*next.got));
        CHECK_FALSE(b->reused);
        CHECK(s.events.opens == 2);
        CHECK(s.shared->open() == 1);
        s.p->discard(std::move(b));
    };
    drive(s.loop, script());
}

TEST_CASE("beyond max_pending a request is told at once") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        asking waits(*s.p);
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::overloaded);
        CHECK(failed.nothing_sent);
        CHECK_FALSE(failed.detail.empty());
        s.p->release(std::move(a));
        s.p->discard(connection_of(std::move(*waits.got)));
    };
    drive(s.loop, script());
}

TEST_CASE("nobody waits longer than response_timeout") {
    origin server;
    auto options = limited(server, 1, 1);
    options.response_timeout = 60ms;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto const begun = io::clock::now();
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::queue_timeout);
        CHECK(failed.nothing_sent);
        CHECK(io::clock::now() - begun >= 60ms);
        CHECK(s.shared->waiting() == 0);
        s.p->discard(std::move(a));
    };
    drive(s.loop, script());
}

TEST_CASE("a request that waits is called off") {
    origin server;
    stage s(limited(server, 1, 2));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        asking goes(*s.p);
        asking stays(*s.p);
        goes.ticket.cancel();
        REQUIRE(goes.done());
        CHECK(failure_of(std::move(*goes.got)).code == failure_code::cancelled);
        CHECK(s.shared->waiting() == 1);
        s.p->release(std::move(a));
        REQUIRE(stays.done());
        s.p->discard(connection_of(std::move(*stays.got)));
        // After its end there is nothing left to call off.
        goes.ticket.cancel();
    };
    drive(s.loop, script());
}

TEST_CASE("a request that connects is called off, and its permit goes back") {
    origin server;
    stage s(limited(server, 1, 1));
    auto const script = [&]() -> io::task<void> {
        asking connects(*s.p);
        CHECK_FALSE(connects.done());
        connects.ticket.cancel();
        co_await connects.join();
        auto const failed = failure_of(std::move(*connects.got));
        CHECK(failed.code == failure_code::cancelled);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("a refused connection leaves its permit to who waits") {
    closed_port nobody;
    origin server;
    auto options = options_for({nobody.port(), server.port()});
    options.max_connections = 1;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        asking refused(*s.p);
        asking waits(*s.p);
        co_await refused.join();
        co_await waits.join();
        CHECK(failure_of(std::move(*refused.got)).code == failure_code::refused);
        s.p->discard(connection_of(std::move(*waits.got)));
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("beyond max_connections a kept connection to an endpoint out of turn is used, and counted") {
    origin one;
    origin two;
    auto options = options_for({one.port(), two.port()});
    options.max_connections = 1;
    options.max_pending = 1;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        auto kept = connection_of(co_await s.acquire());
        CHECK(kept->reused);
        CHECK(s.events.reuses == 1);
        CHECK(s.events.opens == 1);
        s.p->discard(std::move(kept));
    };
    drive(s.loop, script());
}
