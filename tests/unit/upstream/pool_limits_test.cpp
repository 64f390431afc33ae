// Limits that are not the upstream's own, and one that moves.
#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;

namespace {

upstream::upstream_options adaptive(origin const& to) {
    auto o = options_for({to.port()});
    o.max_connections = 8;
    o.max_pending = 8;
    o.adaptive = resilience::gradient_options{.least = 2};
    return o;
}

/// Answers that the limit is told of, in a time of the test's own.
struct answers {
    explicit answers(stage& on) : on(on) {}
    void tell(bool came) {
        auto& limit = *on.shared->adaptive();
        auto const under_way = limit.limit();
        for (int i = 0; i < 40; ++i) limit.tell(now, 10ms, under_way, came);
        now += 200ms;
        on.p->tell_limit(now, now - 10ms, came);
        now += 1ms;
    }
    stage& on;
    io::clock::time_point now = io::clock::now();
};

} // namespace

TEST_CASE("a limit that moves begins low, and rises up to max_connections with answers that come in time") {
    origin server;
    stage s(adaptive(server));
    answers come(s);
    CHECK(s.shared->limit() == 2);
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto b = connection_of(co_await s.acquire());
        asking third(*s.p);
        CHECK_FALSE(third.done());
        CHECK(s.shared->waiting() == 1);
        // It has risen, and who waits is let go.
        come.tell(true);
        CHECK(s.shared->limit() == 4);
        co_await third.join();
        auto c = connection_of(std::move(*third.got));
        CHECK(s.shared->open() == 3);
        for (int i = 0; i < 5; ++i) come.tell(true);
        CHECK(s.shared->limit() == 8);
        for (auto* one : {&a, &b, &c}) s.p->discard(std::move(*one));
    };
    drive(s.loop, script());
}

TEST_CASE(
    "where the limit falls, what is released is closed until no more are open, and nobody else is let in") {
    origin server;
    stage s(adaptive(server));
    answers come(s);
    come.tell(true);
    come.tell(true);
    REQUIRE(s.shared->limit() == 8);
    auto const script = [&]() -> io::task<void> {
        std::vector<std::unique_ptr<upstream::connection>> all;
        for (int i = 0; i < 6; ++i) all.push_back(connection_of(co_await s.acquire()));
        come.tell(false);
        CHECK(s.shared->limit() == 4);
        CHECK(s.shared->is_over_limit());
        asking waits(*s.p);
        for (int i = 0; i < 2; ++i) {
            s.p->release(std::move(all.back()));
            all.pop_back();
            CHECK_FALSE(waits.done());
            CHECK(s.events.closes == i + 1);
        }
        CHECK(s.shared->open() == 4);
        s.p->release(std::move(all.back()));
        all.pop_back();
        CHECK(waits.done());
        CHECK(s.shared->open() == 4);
        s.p->discard(connection_of(std::move(*waits.got)));
        for (auto& one : all) s.p->discard(std::move(one));
    };
    drive(s.loop, script());
}

TEST_CASE("where the limit falls, what is kept is closed before any of it is used") {
    origin server;
    stage s(adaptive(server));
    answers come(s);
    come.tell(true);
    come.tell(true);
    auto const script = [&]() -> io::task<void> {
        std::vector<std::unique_ptr<upstream::connection>> all;
        for (int i = 0; i < 6; ++i) all.push_back(connection_of(co_await s.acquire()));
        for (auto& one : all) s.p->release(std::move(one));
        CHECK(s.shared->open() == 6);
        come.tell(false);
        auto one = connection_of(co_await s.acquire());
        CHECK(s.shared->open() == 4);
        come.tell(false);
        s.p->sweep(io::clock::now());
        CHECK(s.shared->open() == 2);
        s.p->discard(std::move(one));
    };
    drive(s.loop, script());
}

TEST_CASE("an upstream whose limit does not move is told nothing") {
    origin server;
    stage s(options_for({server.port()}));
    CHECK(s.shared->adaptive() == nullptr);
    CHECK(s.shared->limit() == 256);
    CHECK_FALSE(s.shared->is_over_limit());
    s.p->tell_limit(io::clock::now(), io::clock::now(), true);
    CHECK(s.shared->limit() == 256);
}

TEST_CASE("a feature's requests wait up to its own limit, and the others' up to the upstream's") {
    origin server;
    auto options = options_for({server.port()});
    options.max_connections = 1;
    options.max_pending = 5;
    stage s(options);
    resilience::bulkhead own({{}, 1}, "feature orders at modern");
    upstream::pool::wish w;
    w.within = &own;
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire(w));
        CHECK(own.so_far()->pending == 0);
        asking waits(*s.p, w);
        CHECK(own.so_far()->pending == 1);
        auto const failed = failure_of(co_await s.acquire(w));
        CHECK(failed.code == failure_code::overloaded);
        CHECK(failed.nothing_sent);
        CHECK(failed.detail == "max_pending of feature orders at modern wait");
        CHECK(s.shared->waiting() == 1);
        asking other(*s.p);
        CHECK(s.shared->waiting() == 2);
        s.p->release(std::move(a));
        CHECK(waits.done());
        CHECK(own.so_far()->pending == 0);
        s.p->release(connection_of(std::move(*waits.got)));
        CHECK(other.done());
        a = connection_of(std::move(*other.got));
        asking called_off(*s.p, w);
        CHECK(own.so_far()->pending == 1);
        called_off.ticket.cancel();
        CHECK(own.so_far()->pending == 0);
        CHECK(own.so_far()->refused_pending == 1);
        s.p->discard(std::move(a));
    };
    drive(s.loop, script());
}

TEST_CASE("a thread has no more than its own part of the upstream's limits") {
    origin server;
    auto options = options_for({server.port()});
    options.max_connections = 5;
    options.max_pending = 5;
    auto const group = group_of(options);
    stage s(group);
    stage other(group);
    s.p->limit_own(2, 1);
    auto const script = [&]() -> io::task<void> {
        auto a = connection_of(co_await s.acquire());
        auto b = connection_of(co_await s.acquire());
        asking waits(*s.p);
        CHECK_FALSE(waits.done());
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == failure_code::overloaded);
        CHECK(failed.detail == "as many requests wait as RLIMIT_NOFILE leaves room for");
        CHECK(group->open() == 2);
        CHECK(group->waiting() == 1);
        s.p->discard(std::move(a));
        co_await waits.join();
        CHECK(group->open() == 2);
        s.p->discard(std::move(b));
        s.p->discard(connection_of(std::move(*waits.got)));
        CHECK(group->open() == 0);
        // What is kept counts too, and gives way to a connection that can be used.
        s.p->limit_own(1, 1);
        s.p->release(connection_of(co_await s.acquire()));
        auto fresh = connection_of(co_await s.acquire(unused));
        CHECK_FALSE(fresh->reused);
        s.p->discard(std::move(fresh));
    };
    drive(s.loop, script());
    auto const elsewhere = [&]() -> io::task<void> {
        std::vector<std::unique_ptr<upstream::connection>> all;
        for (int i = 0; i < 5; ++i) all.push_back(connection_of(co_await other.acquire()));
        CHECK(group->open() == 5);
        for (auto& one : all) other.p->discard(std::move(one));
    };
    drive(other.loop, elsewhere());
}
