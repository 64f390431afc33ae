#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <sys/resource.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;
using upstream::pool;

namespace {

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

TEST_CASE("the deadline of the request before does not pass for a connection that is kept") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        auto c = connection_of(co_await s.acquire());
        auto const far = server.accept();
        c->stream.read_within(40ms);
        s.p->release(std::move(c));
        // Passes after the other one would have.
        signal later;
        io::deadline d(
            s.loop.deadlines(), [](void* to) { static_cast<signal*>(to)->raise(); }, &later);
        d.set(120ms);
        co_await later;
        auto again = connection_of(co_await s.acquire());
        CHECK(again->reused);
        CHECK_FALSE(again->stream.timed_out());
        s.p->discard(std::move(again));
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

TEST_CASE("of three endpoints the one is asked that has not failed yet, and each where all have") {
    origin one;
    origin two;
    origin three;
    stage s(options_for({one.port(), two.port(), three.port()}));
    auto const script = [&]() -> io::task<void> {
        for (std::size_t left : {0, 1, 2})
            for (int turn = 0; turn < 3; ++turn) {
                auto c = connection_of(co_await s.acquire(not_at((left + 1) % 3, (left + 2) % 3)));
                CHECK(c->endpoint == left);
                // The next time it is a kept one.
                CHECK(c->reused == (turn > 0));
                s.p->release(std::move(c));
            }
        std::vector<std::size_t> asked;
        for (int turn = 0; turn < 3; ++turn) {
            auto c = connection_of(co_await s.acquire(not_at(0, 1, 2)));
            asked.push_back(c->endpoint);
            s.p->release(std::move(c));
        }
        CHECK_THAT(asked, Catch::UnorderedEquals(std::vector<std::size_t>{0, 1, 2}));
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

TEST_CASE("a request that is called off while its connection is made ends at once, and keeps no permit") {
    black_hole nowhere;
    auto options = options_for({nowhere.port});
    options.connect_timeout = 5s;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        auto const begun = io::clock::now();
        asking connects(*s.p);
        CHECK_FALSE(connects.done());
        connects.ticket.cancel();
        co_await connects.join();
        CHECK(failure_of(std::move(*connects.got)).code == failure_code::cancelled);
        CHECK(io::clock::now() - begun < options.connect_timeout);
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

TEST_CASE("an address at which nobody answers leaves time for the next one") {
    black_hole nowhere;
    origin server;
    auto options = options_for({server.port()});
    options.connect_timeout = 2s;
    stage s(options, {{"orders.internal", {at_port(nowhere.port), at_port(server.port())}, {}}});
    auto const script = [&]() -> io::task<void> {
        auto const begun = io::clock::now();
        s.p->discard(connection_of(co_await s.acquire()));
        // Half of it, and not what would be left of it once it has passed.
        CHECK(io::clock::now() - begun < 2s);
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
