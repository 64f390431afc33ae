#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

namespace {

using held = std::vector<std::unique_ptr<upstream::connection>>;

io::task<void> ask(stage& s, held& all, int times) {
    for (int i = 0; i < times; ++i) all.push_back(connection_of(co_await s.acquire()));
}

std::size_t count(held const& all, std::size_t endpoint) {
    std::size_t n = 0;
    for (auto const& one : all) n += one->endpoint == endpoint ? 1U : 0U;
    return n;
}

upstream::upstream_options least(std::vector<std::uint16_t> const& ports) {
    auto options = options_for(ports);
    options.take_turns = false;
    return options;
}

/// Two endpoints of which the second is left out; `now` is when.
struct one_out {
    explicit one_out(bool take_turns) : s(guarded(least({one.port(), two.port()}), take_turns)) {
        for (int i = 0; i < 5; ++i) s.shared->health()->tell(1, now, now, upstream::verdict::failed);
        REQUIRE(s.shared->health()->is_out(1));
    }
    static std::shared_ptr<upstream::group> guarded(upstream::upstream_options options, bool take_turns) {
        options.take_turns = take_turns;
        options.outlier.emplace();
        return std::make_shared<upstream::group>(options, upstream::resolve(options),
                                                 std::make_shared<upstream::health>(options));
    }
    origin one;
    origin two;
    io::clock::time_point const now{1'000'000s};
    stage s;
};

upstream::pool::wish at(io::clock::time_point now) {
    upstream::pool::wish w;
    w.asked = now;
    return w;
}

} // namespace

TEST_CASE("of two endpoints the one is asked that has fewer requests under way") {
    origin one;
    origin two;
    stage s(least({one.port(), two.port()}));
    auto const script = [&]() -> io::task<void> {
        held all;
        co_await ask(s, all, 8);
        CHECK(count(all, 0) == 4);
        // Kept connections carry no request.
        for (auto& one : all)
            if (one->endpoint == 0) s.p->release(std::move(one));
        std::erase(all, nullptr);
        held more;
        co_await ask(s, more, 4);
        CHECK(count(more, 0) == 4);
        for (auto const& one : more) CHECK(one->reused);
        for (auto* list : {&all, &more})
            for (auto& one : *list) s.p->discard(std::move(one));
        more.clear();
        co_await ask(s, more, 8);
        CHECK(count(more, 0) == 4);
        for (auto& one : more) s.p->discard(std::move(one));
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint with three times the weight has three times the requests under way") {
    origin one;
    origin two;
    auto options = least({one.port(), two.port()});
    options.endpoints[0].weight = 3;
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        held all;
        co_await ask(s, all, 16);
        CHECK(count(all, 0) == 12);
        for (auto& one : all) s.p->discard(std::move(one));
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint that is left out is asked by nobody, until one request tries it") {
    auto const take_turns = GENERATE(false, true);
    CAPTURE(take_turns);
    one_out with(take_turns);
    auto& s = with.s;
    auto const script = [&]() -> io::task<void> {
        std::vector<std::size_t> asked;
        for (auto const when : {0ms, 0ms, 999ms, 999ms, 1'000ms, 1'000ms, 1'000ms}) {
            auto c = connection_of(co_await s.acquire(at(with.now + when)));
            asked.push_back(c->endpoint);
            s.p->discard(std::move(c));
        }
        CHECK(asked == std::vector<std::size_t>{0, 0, 0, 0, 1, 0, 0});
    };
    drive(s.loop, script());
}

TEST_CASE("a request that has failed everywhere else goes to an endpoint that is left out") {
    one_out with(false);
    auto& s = with.s;
    auto const script = [&]() -> io::task<void> {
        auto wish = at(with.now);
        wish.tried.add(0);
        auto c = connection_of(co_await s.acquire(wish));
        CHECK(c->endpoint == 1);
        CHECK_FALSE(s.p->reaches_another(wish.tried));
        s.p->discard(std::move(c));
    };
    drive(s.loop, script());
}

TEST_CASE("a kept connection to an endpoint that is left out is not what a request gets when no other may be "
          "opened") {
    origin one;
    origin two;
    auto options = least({one.port(), two.port()});
    options.max_connections = 2;
    options.queue_timeout = 40ms;
    stage s(one_out::guarded(options, true));
    io::clock::time_point const now{1'000'000s};
    auto const script = [&]() -> io::task<void> {
        auto first = connection_of(co_await s.acquire(at(now)));
        auto second = connection_of(co_await s.acquire(at(now)));
        REQUIRE(first->endpoint == 0);
        REQUIRE(second->endpoint == 1);
        s.p->release(std::move(second));
        for (int i = 0; i < 5; ++i) s.shared->health()->tell(1, now, now, upstream::verdict::failed);
        // Its permit is what the other endpoint's new connection needs.
        auto other = connection_of(co_await s.acquire(at(now)));
        CHECK(other->endpoint == 0);
        CHECK_FALSE(other->reused);
        s.p->discard(std::move(first));
        s.p->discard(std::move(other));
    };
    drive(s.loop, script());
}
