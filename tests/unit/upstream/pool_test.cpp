#include "unit/io/driven.hpp"
#include "unit/upstream/origins.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <sys/resource.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;
using upstream::group;
using upstream::pool;

namespace {

/// One pool of one upstream, and the script's own acquire().
struct stage {
    explicit stage(upstream::upstream_options options)
        : shared(group_of(options)), p(pool::make(loop, shared, events)) {}
    stage(upstream::upstream_options options, std::vector<upstream::endpoint> endpoints)
        : shared(std::make_shared<group>(std::move(options), std::move(endpoints))),
          p(pool::make(loop, shared, events)) {}
    io::task<pool::acquired> acquire(pool::wish w = {}) {
        pool::ticket ticket;
        co_return co_await p->acquire(w, ticket);
    }
    io::loop loop;
    counted events;
    std::shared_ptr<group> shared;
    std::shared_ptr<pool> p;
};

pool::wish const unused{std::nullopt, true};
pool::wish not_at(std::size_t endpoint) {
    pool::wish w;
    w.not_endpoint = endpoint;
    return w;
}

upstream::upstream_options limited(origin const& to, std::size_t connections, std::size_t pending) {
    auto o = options_for({to.port()});
    o.max_connections = connections;
    o.max_pending = pending;
    return o;
}

/// No descriptor more for this process while it lives.
class without_descriptors {
public:
    without_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        int const next = ::dup(1);
        ::close(next);
        rlimit const none{static_cast<rlim_t>(next), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~without_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("a connection that is released is used again, the one used last first") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto b = connection_of(co_await s.acquire());
        CHECK_FALSE(a->reused);
        CHECK(s.events.opens == 2);
        CHECK(s.shared->open() == 2);
        auto const* const used_last = b.get();
        s.p->release(std::move(a));
        s.p->release(std::move(b));
        auto again = connection_of(co_await s.acquire());
        CHECK(again.get() == used_last);
        CHECK(again->reused);
        CHECK(s.events.reuses == 1);
        CHECK(s.events.opens == 2);
        s.p->discard(std::move(again));
        CHECK(s.events.closes == 1);
        CHECK(s.shared->open() == 1);
        s.p->close_idle();
        CHECK(s.shared->open() == 0);
        CHECK(s.events.closes == 2);
    };
    drive(s.loop, script());
}

TEST_CASE("endpoints take turns, and the one that has just failed is left out") {
    origin one;
    origin two;
    stage s(options_for({one.port(), two.port()}));
    auto const script = [&]() -> io::task<void> {
        std::array<std::unique_ptr<upstream::connection>, 4> c;
        for (auto& each : c) each = connection_of(co_await s.acquire());
        CHECK(c[0]->endpoint != c[1]->endpoint);
        CHECK(c[0]->endpoint == c[2]->endpoint);
        CHECK(c[1]->endpoint == c[3]->endpoint);
        for (std::size_t not_this : {0, 1, 0}) {
            auto other = connection_of(co_await s.acquire(not_at(not_this)));
            CHECK(other->endpoint != not_this);
            s.p->discard(std::move(other));
        }
        // A kept one of the failed endpoint is passed over for an older one of the other.
        auto const wanted = c[0]->endpoint;
        auto const failed = c[1]->endpoint;
        s.p->release(std::move(c[0]));
        s.p->release(std::move(c[1]));
        auto kept = connection_of(co_await s.acquire(not_at(failed)));
        CHECK(kept->endpoint == wanted);
        CHECK(kept->reused);
        s.p->discard(std::move(kept));
        s.p->discard(std::move(c[2]));
        s.p->discard(std::move(c[3]));
    };
    drive(s.loop, script());
}

TEST_CASE("of a single endpoint the failed one is asked again") {
    origin one;
    stage s(options_for({one.port()}));
    auto const script = [&]() -> io::task<void> {
        auto c = connection_of(co_await s.acquire(not_at(0)));
        s.p->release(std::move(c));
        auto again = connection_of(co_await s.acquire(not_at(0)));
        CHECK(again->reused);
        s.p->discard(std::move(again));
    };
    drive(s.loop, script());
}

TEST_CASE("a wish for a fresh connection is not given a kept one") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        auto fresh = connection_of(co_await s.acquire(unused));
        CHECK_FALSE(fresh->reused);
        CHECK(s.shared->open() == 2);
        s.p->discard(std::move(fresh));
    };
    drive(s.loop, script());
}

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

TEST_CASE(
    "no request gets a kept connection that the upstream has closed, or has said something on unasked") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto far_a = server.accept();
        auto b = connection_of(co_await s.acquire());
        auto far_b = server.accept();
        auto const* const lives = a.get();
        s.p->release(std::move(a));
        s.p->release(std::move(b));
        far_b.close();
        co_await hearing(s.loop);
        auto c = connection_of(co_await s.acquire());
        CHECK(c.get() == lives);
        CHECK(s.events.closes == 1);
        // What an upstream says without having been asked makes a connection as useless.
        s.p->release(std::move(c));
        REQUIRE(far_a.send("HTTP/1.1 408 Request Timeout\r\n\r\n", patient()) == transfer::ok);
        co_await hearing(s.loop);
        auto d = connection_of(co_await s.acquire());
        CHECK_FALSE(d->reused);
        s.p->discard(std::move(d));
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

TEST_CASE(
    "for a request that may be sent only once a kept connection is looked at, whatever the loop has heard") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto far = server.accept();
        s.p->release(std::move(a));
        far.close();
        pool::wish once;
        once.once = true;
        auto b = connection_of(co_await s.acquire(once));
        CHECK_FALSE(b->reused);
        s.p->discard(std::move(b));
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

TEST_CASE("where nobody listens the connection is refused, and nothing was sent") {
    closed_port nobody;
    stage s(options_for({nobody.port()}));
    auto const script = [&]() -> io::task<void> {
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::refused);
        CHECK(failed.nothing_sent);
        CHECK(failed.endpoint == "127.0.0.1:" + std::to_string(nobody.port()));
        CHECK(failed.endpoint_index == 0U);
        CHECK_FALSE(failed.detail.empty());
        CHECK(s.shared->open() == 0);
        CHECK(s.events.opens == 0);
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

TEST_CASE("an address at which nobody answers leaves time for the next one") {
    black_hole nowhere;
    origin server;
    auto options = options_for({server.port()});
    options.connect_timeout = 200ms;
    stage s(options, {{"orders.internal", {at_port(nowhere.port), at_port(server.port())}, {}}});
    auto const script = [&]() -> io::task<void> {
        s.p->discard(connection_of(co_await s.acquire()));
        CHECK(s.events.opens == 1);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("all addresses of an endpoint together have the connect timeout") {
    black_hole nowhere;
    auto options = options_for({1});
    options.connect_timeout = 400ms;
    std::vector const addresses(10, at_port(nowhere.port));
    stage s(options, {{"orders.internal", addresses, {}}});
    auto const script = [&]() -> io::task<void> {
        auto const begun = io::clock::now();
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::connect_timeout);
        // One after the other they would take four seconds.
        CHECK(io::clock::now() - begun < 3s);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint without an address is unresolved") {
    auto options = options_for({1});
    options.endpoints[0] = {"nobody.invalid", 80, "nobody.invalid"};
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::unresolved);
        CHECK(failed.nothing_sent);
        CHECK(failed.endpoint == "nobody.invalid");
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("sweeping closes what the upstream has closed and what has been idle for too long") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto far_a = server.accept();
        auto b = connection_of(co_await s.acquire());
        auto far_b = server.accept();
        s.p->release(std::move(a));
        s.p->release(std::move(b));
        s.p->sweep(io::clock::now());
        CHECK(s.shared->open() == 2);
        far_a.close();
        s.p->sweep(io::clock::now());
        CHECK(s.shared->open() == 1);
        s.p->sweep(io::clock::now() + 3s);
        CHECK(s.shared->open() == 1);
        s.p->sweep(io::clock::now() + 5s);
        CHECK(s.shared->open() == 0);
        CHECK(s.events.closes == 2);
        std::string nothing;
        CHECK(far_b.receive(nothing, patient()) == transfer::end);
    };
    drive(s.loop, script());
}

TEST_CASE("a pool that closes keeps nothing that is released to it afterwards") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto in_use = connection_of(co_await s.acquire());
        s.p->release(connection_of(co_await s.acquire()));
        s.p->close_idle();
        CHECK(s.shared->open() == 1);
        s.p->release(std::move(in_use));
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("without a descriptor nothing is opened, and it is not the upstream that is blamed") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        std::optional<without_descriptors> none(std::in_place);
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::no_descriptors);
        CHECK(failed.nothing_sent);
        CHECK(s.shared->open() == 0);
        none.reset();
        auto c = connection_of(co_await s.acquire());
        s.p->discard(std::move(c));
    };
    drive(s.loop, script());
}

TEST_CASE("without a descriptor a connection that waits for a request gives up its own") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        without_descriptors const none;
        // A kept one will not do for it.
        auto c = connection_of(co_await s.acquire(unused));
        CHECK_FALSE(c->reused);
        CHECK(s.events.opens == 2);
        CHECK(s.events.closes == 1);
        CHECK(s.shared->open() == 1);
        s.p->discard(std::move(c));
    };
    drive(s.loop, script());
}
