#include "facade/net/listener.hpp"
#include "support/raw_client.hpp"
#include "unit/net/client.hpp"

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

namespace {

net::bound_socket some_door() {
    auto bound = net::bound_socket::open({boost::asio::ip::address_v4::loopback(), 0});
    REQUIRE(bound.has_value());
    return std::move(*bound);
}

/// Runs the loop until the listener says that nobody is left; false where it does not in time.
bool drain(lone_worker& worker, net::listener& listener) {
    worker.it.draining = worker.it.closing = true;
    bool empty = false;
    listener.drain([&] { empty = true; });
    auto const until = deadline::in(soon);
    while (!empty && !until.passed()) {
        worker.loop.poll();
        std::this_thread::sleep_for(1ms);
    }
    return empty;
}

} // namespace

TEST_CASE("whoever is in the kernel's queue when the facade drains is served") {
    lone_worker worker;
    net::listener listener(worker.it);
    auto door = some_door();
    auto const port = door.where().port();
    listener.add(std::move(door));
    std::vector<test::socket> queued;
    for (int i = 0; i < 40; ++i) {
        queued.push_back(test::socket::connect(port, deadline::in(soon)));
        REQUIRE(queued.back().send(get("/"), deadline::in(soon)) == transfer::ok);
    }
    CHECK(drain(worker, listener));
    for (auto& one : queued) {
        std::string got;
        REQUIRE(one.receive(got, deadline::in(soon)) == transfer::ok);
        CHECK(got.starts_with("HTTP/1.1 502"));
        CHECK(got.find("\r\nConnection: close\r\n") != std::string::npos);
    }
    CHECK_THROWS(test::socket::connect(port, deadline::in(soon)));
}

TEST_CASE("who connects and asks nothing holds a drain up for a second and no longer") {
    lone_worker worker;
    net::listener listener(worker.it);
    auto door = some_door();
    auto const port = door.where().port();
    listener.add(std::move(door));
    auto silent = test::socket::connect(port, deadline::in(soon));
    auto const begun = steady::now();
    CHECK(drain(worker, listener));
    CHECK(steady::now() - begun >= 900ms);
    std::string nothing;
    CHECK(silent.receive(nothing, deadline::in(soon)) == transfer::end);
}

TEST_CASE("a drain that is cut short waits for nobody") {
    lone_worker worker;
    net::listener listener(worker.it);
    auto door = some_door();
    auto const port = door.where().port();
    listener.add(std::move(door));
    auto silent = test::socket::connect(port, deadline::in(soon));
    worker.loop.poll();
    bool empty = false;
    listener.drain([&] { empty = true; });
    CHECK_FALSE(empty);
    listener.cancel_all();
    worker.loop.poll();
    CHECK(empty);
}
