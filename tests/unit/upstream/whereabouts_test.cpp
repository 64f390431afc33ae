#include "unit/upstream/stage.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::found_addresses;
using upstream::whereabouts;

namespace {

boost::asio::ip::tcp::endpoint at(std::string const& address) {
    return {boost::asio::ip::make_address(address), 9001};
}

found_addresses found(std::vector<std::string> const& addresses) {
    found_addresses out;
    for (auto const& one : addresses) out.addresses.push_back(at(one));
    return out;
}

constexpr resilience::time_point now{1'000'000s};

/// An upstream with one endpoint, which is where the test says.
std::shared_ptr<upstream::group> group_at(std::vector<std::uint16_t> const& ports,
                                          std::shared_ptr<upstream::health> health = nullptr) {
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    for (auto const port : ports) addresses.push_back(at_port(port));
    std::vector<upstream::endpoint> endpoints = {{"orders.internal", std::move(addresses)}};
    return std::make_shared<upstream::group>(options_for({1}), std::move(endpoints), std::move(health));
}

void move(upstream::group& of, std::uint16_t port) {
    REQUIRE(of.move(0, {{at_port(port)}, {}}, now) != nullptr);
}

} // namespace

TEST_CASE("where a server is has another version once it is elsewhere, and not for another order") {
    whereabouts w(found({"10.0.0.1", "10.0.0.2"}));
    auto const first = w.version();
    CHECK(w.move(found({"10.0.0.2", "10.0.0.1"})) == nullptr);
    CHECK(w.version() == first);
    // The new order is what the resolver prefers now.
    CHECK(w.look()->addresses.front() == at("10.0.0.2"));

    auto const before = w.move(found({"10.0.0.2", "10.0.0.3"}));
    REQUIRE(before != nullptr);
    CHECK(before->addresses == found({"10.0.0.2", "10.0.0.1"}).addresses);
    CHECK(w.version() != first);
    CHECK(w.has(at("10.0.0.2")));
    CHECK(w.has(at("10.0.0.3")));
    CHECK_FALSE(w.has(at("10.0.0.1")));
    // One more, and one less, are other addresses too.
    CHECK(w.move(found({"10.0.0.2", "10.0.0.3", "10.0.0.4"})) != nullptr);
    CHECK(w.move(found({"10.0.0.3"})) != nullptr);
}

TEST_CASE("where nothing is found the last addresses stay") {
    whereabouts w(found({"10.0.0.1"}));
    CHECK(w.move({{}, "no such host"}) == nullptr);
    CHECK(w.look()->addresses == found({"10.0.0.1"}).addresses);

    whereabouts never({{}, "no such host"});
    CHECK(never.move({{}, "timed out"}) == nullptr);
    CHECK(never.look()->error == "timed out");
    CHECK(never.move(found({"10.0.0.1"})) != nullptr);
    CHECK(never.has(at("10.0.0.1")));
    CHECK(never.look()->error == "");
}

TEST_CASE("copies of an endpoint move with it") {
    upstream::endpoint const one("orders.internal:9001", found({"10.0.0.1"}).addresses);
    auto const copy = one;
    one.at->move(found({"10.0.0.2"}));
    CHECK(copy.at->has(at("10.0.0.2")));
}

TEST_CASE("a look at where a server is finds one whole answer, whoever moves it meanwhile") {
    whereabouts w(found({"10.0.0.1", "10.0.0.1"}));
    std::atomic<bool> over = false;
    std::thread mover([&] {
        for (int i = 0; i < 20'000; ++i) {
            auto const next = "10.0.0." + std::to_string(i % 200);
            w.move(found({next, next}));
        }
        over = true;
    });
    bool whole = true;
    while (!over) {
        auto const seen = w.look();
        auto const version = w.version();
        whole = whole && seen->addresses.size() == 2 && seen->addresses[0] == seen->addresses[1] &&
                version <= 20'000;
    }
    mover.join();
    CHECK(whole);
}

TEST_CASE("new connections go where the server is now") {
    origin old;
    origin fresh;
    stage s(group_at({old.port()}));
    auto const script = [&]() -> io::task<void> {
        auto first = connection_of(co_await s.acquire());
        old.accept();
        move(*s.shared, fresh.port());
        auto second = connection_of(co_await s.acquire());
        fresh.accept();
        CHECK(second->address == at_port(fresh.port()));
        s.p->discard(std::move(first));
        s.p->discard(std::move(second));
    };
    drive(s.loop, script());
}

TEST_CASE("a kept connection is not used again once its server is elsewhere") {
    origin old;
    origin fresh;
    stage s(group_at({old.port()}));
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        auto far = old.accept();
        move(*s.shared, fresh.port());
        auto next = connection_of(co_await s.acquire());
        CHECK_FALSE(next->reused);
        CHECK(next->address == at_port(fresh.port()));
        std::string nothing;
        CHECK(far.receive(nothing, patient()) == transfer::end);
        CHECK(s.shared->open() == 1);
        s.p->discard(std::move(next));
    };
    drive(s.loop, script());
}

TEST_CASE("a connection that is in use when its server moves ends its request, and is not used after it") {
    origin old;
    origin fresh;
    stage s(group_at({old.port()}));
    auto const script = [&]() -> io::task<void> {
        auto in_use = connection_of(co_await s.acquire());
        auto far = old.accept();
        move(*s.shared, fresh.port());
        s.p->sweep(io::clock::now());
        CHECK(in_use->stream.peek() == io::transport::peer_state::quiet);
        s.p->release(std::move(in_use));
        auto next = connection_of(co_await s.acquire());
        CHECK_FALSE(next->reused);
        s.p->discard(std::move(next));
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("one that waits is not handed a connection to where the server was") {
    origin old;
    origin fresh;
    auto options = options_for({1});
    options.max_connections = 1;
    std::vector<upstream::endpoint> endpoints = {{"orders.internal", {at_port(old.port())}}};
    stage s(options, std::move(endpoints));
    auto const script = [&]() -> io::task<void> {
        auto in_use = connection_of(co_await s.acquire());
        asking waits(*s.p);
        CHECK_FALSE(waits.done());
        move(*s.shared, fresh.port());
        s.p->release(std::move(in_use));
        co_await waits.join();
        auto got = connection_of(std::move(*waits.got));
        CHECK(got->address == at_port(fresh.port()));
        s.p->discard(std::move(got));
    };
    drive(s.loop, script());
}

TEST_CASE("sweeping closes connections to where the server is no more, and leaves the others") {
    origin one;
    origin two;
    origin three;
    stage s(group_at({one.port(), two.port()}));
    auto const script = [&]() -> io::task<void> {
        auto stays = connection_of(co_await s.acquire());
        auto far = one.accept();
        one.listening.close();
        auto goes = connection_of(co_await s.acquire());
        auto far_too = two.accept();
        CHECK(goes->address == at_port(two.port()));
        s.p->release(std::move(stays));
        s.p->release(std::move(goes));
        REQUIRE(s.shared->move(0, {{at_port(three.port()), at_port(one.port())}, {}}, now) != nullptr);
        s.p->sweep(io::clock::now());
        CHECK(s.shared->open() == 1);
        std::string nothing;
        CHECK(far_too.receive(nothing, patient()) == transfer::end);
        auto again = connection_of(co_await s.acquire());
        CHECK(again->reused);
        CHECK(again->address == at_port(one.port()));
        s.p->discard(std::move(again));
    };
    drive(s.loop, script());
}

TEST_CASE("an endpoint that had no address is asked once it has one") {
    origin server;
    std::vector<upstream::endpoint> nowhere = {{"orders.internal", {}, "no such host"}};
    stage s(options_for({1}), std::move(nowhere));
    auto const script = [&]() -> io::task<void> {
        auto const failed = failure_of(co_await s.acquire());
        CHECK(failed.code == upstream::failure_code::unresolved);
        CHECK(failed.detail == "no such host");
        move(*s.shared, server.port());
        s.p->discard(connection_of(co_await s.acquire()));
    };
    drive(s.loop, script());
}

TEST_CASE("what is known of a server's health is forgotten where it moves as a whole, and only there") {
    auto options = options_for({1, 2});
    options.outlier.emplace();
    auto const health = std::make_shared<upstream::health>(options);
    std::vector<upstream::endpoint> endpoints = {{"a", found({"10.0.0.1", "10.0.0.2"}).addresses},
                                                 {"b", found({"10.0.0.9"}).addresses}};
    upstream::group g(options, std::move(endpoints), health);
    for (int i = 0; i < 5; ++i) health->tell(0, now, now, upstream::verdict::unreachable);
    REQUIRE(health->is_out(0));
    g.move(0, found({"10.0.0.2", "10.0.0.3"}), now);
    CHECK(health->is_out(0));
    g.move(0, {{}, "no such host"}, now);
    CHECK(health->is_out(0));
    g.move(0, found({"10.0.0.4"}), now);
    CHECK_FALSE(health->is_out(0));
}
