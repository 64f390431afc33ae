#include "facade/app/sockets.hpp"
#include "support/socket.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::open_sockets;
using app::passed_socket;
using net::bound_socket;

namespace {

bound_socket some_socket() {
    auto bound = bound_socket::open({boost::asio::ip::address_v4::loopback(), 0});
    REQUIRE(bound.has_value());
    return std::move(*bound);
}

config::facade_options listening_on(std::vector<config::address> addresses) {
    config::facade_options options;
    options.listen = std::move(addresses);
    options.admin = {"127.0.0.1", 0};
    return options;
}

std::vector<passed_socket> passed(bound_socket one, bool admin = false) {
    std::vector<passed_socket> list;
    list.push_back({std::move(one), admin});
    return list;
}

} // namespace

TEST_CASE("where nothing is passed on every thread has a new socket of each address") {
    auto const got = open_sockets(listening_on({{"127.0.0.1", 0}, {"127.0.0.1", 0}}), 3, {});
    REQUIRE(got.has_value());
    CHECK(got->listen.size() == 2);
    CHECK(got->listen[0] != got->listen[1]);
    REQUIRE(got->of_threads.size() == 3);
    for (auto const& mine : got->of_threads) {
        REQUIRE(mine.size() == 2);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(net::text_of(mine[i].where()) == got->listen[i]);
            CHECK_FALSE(mine[i].kept_elsewhere());
        }
    }
    CHECK_FALSE(got->admin);
    CHECK(got->unasked.empty());
}

TEST_CASE("one socket that is passed on is every thread's") {
    auto one = some_socket();
    auto const port = one.where().port();
    auto const got = open_sockets(listening_on({{"127.0.0.1", port}}), 3, passed(std::move(one)));
    REQUIRE(got.has_value());
    for (auto const& mine : got->of_threads) {
        REQUIRE(mine.size() == 1);
        CHECK(mine[0].where().port() == port);
    }
    CHECK(got->of_threads[0][0].fd() != got->of_threads[1][0].fd());
}

TEST_CASE("more sockets than threads are spread: none is left without an ear") {
    auto first = some_socket();
    auto const where = first.where();
    auto list = passed(std::move(first));
    for (int i = 0; i < 4; ++i) list.push_back({*bound_socket::open(where), false});
    auto const got = open_sockets(listening_on({{"127.0.0.1", 0}}), 2, std::move(list));
    REQUIRE(got.has_value());
    CHECK(got->of_threads[0].size() == 3);
    CHECK(got->of_threads[1].size() == 2);
    CHECK(got->listen == std::vector<std::string>{net::text_of(where)});
}

TEST_CASE("port 0 takes what was passed on, but not from who names it") {
    auto named = some_socket();
    auto other = some_socket();
    auto const port = named.where().port();
    auto const other_port = other.where().port();
    auto list = passed(std::move(named));
    list.push_back({std::move(other), false});
    auto const got = open_sockets(listening_on({{"127.0.0.1", 0}, {"127.0.0.1", port}}), 1, std::move(list));
    REQUIRE(got.has_value());
    CHECK(got->of_threads[0][0].where().port() == other_port);
    CHECK(got->of_threads[0][1].where().port() == port);
}

TEST_CASE("the admin listener's socket is nobody else's, and what nobody named is told") {
    auto admin = some_socket();
    auto const admin_port = admin.where().port();
    auto list = passed(std::move(admin), true);
    auto clients = some_socket();
    auto const where = net::text_of(clients.where());
    list.push_back({std::move(clients), false});
    auto const got = open_sockets(listening_on({{"127.0.0.2", 0}}), 1, std::move(list));
    REQUIRE(got.has_value());
    REQUIRE(got->admin.has_value());
    CHECK(got->admin->where().port() == admin_port);
    CHECK(got->listen[0].starts_with("127.0.0.2:"));
    CHECK(got->unasked == std::vector<std::string>{where});
}

TEST_CASE("an address that cannot be had is named with its key") {
    // Without SO_REUSEPORT, as any other program would have it.
    test::listening_socket const taken;
    auto const address = "127.0.0.1:" + std::to_string(taken.port());
    auto const got = open_sockets(listening_on({{"127.0.0.1", taken.port()}}), 1, {});
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error() ==
          "cannot listen on " + address +
              ": cannot bind: Address already in use; is another program there? (facade.listen)");
}
