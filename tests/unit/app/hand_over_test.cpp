#include "facade/app/hand_over.hpp"
#include "support/socket.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <poll.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using app::hand_over;
using app::message_door;
using app::message_socket;
using app::offered_socket;
using app::predecessor;

namespace {

template<class T>
T ok(boost::system::result<T, std::string> got) {
    if (!got) FAIL(got.error());
    if constexpr (!std::is_void_v<T>) return std::move(*got);
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// A facade that hands over what it is told to, on a thread of its own.
struct old_one {
    boost::system::result<pid_t, std::string> hands_over(std::vector<offered_socket> sockets,
                                                         std::function<void()> const& meanwhile,
                                                         milliseconds patience = soon) {
        auto outcome = std::async(std::launch::async, [&] {
            // It is called once somebody has come.
            pollfd asked{door.fd(), POLLIN, 0};
            ::poll(&asked, 1, deadline::in(soon).left());
            return hand_over(door, sockets, patience);
        });
        meanwhile();
        return outcome.get();
    }
    temp_dir folder;
    std::filesystem::path const at = app::hand_over_path(folder.path());
    message_door door = ok(message_door::open(at));
};

} // namespace

TEST_CASE("sockets go over with what they are for, however many there are") {
    old_one before;
    std::vector<std::unique_ptr<listening_socket>> sockets;
    std::vector<offered_socket> offered;
    for (int i = 0; i < 450; ++i) {
        if (i % 150 == 0) sockets.push_back(std::make_unique<listening_socket>());
        offered.push_back({sockets.back()->fd(), i == 0, i % 2 == 1});
    }
    auto const to = before.hands_over(offered, [&] {
        auto successor = ok(predecessor::find(before.at));
        REQUIRE(successor.has_value());
        CHECK(successor->pid() == ::getpid());
        auto const taken = ok(successor->take(soon));
        REQUIRE(taken.size() == offered.size());
        for (std::size_t i = 0; i < taken.size(); ++i) {
            CHECK(taken[i].admin == offered[i].admin);
            CHECK(taken[i].socket.kept_elsewhere() == offered[i].kept_elsewhere);
            CHECK(taken[i].socket.where().port() == sockets[i / 150]->port());
        }
        ok(successor->say_serving());
    });
    CHECK(ok(to) == ::getpid());
}

TEST_CASE("who waits in the queue of a socket that is handed over is served by the other one") {
    old_one before;
    auto clients = std::make_unique<listening_socket>();
    auto const port = clients->port();
    auto waiting = test::socket::connect(port, deadline::in(soon));
    REQUIRE(waiting.send("hello", deadline::in(soon)) == transfer::ok);
    std::vector<app::passed_socket> taken;
    ok(before.hands_over({{clients->fd(), false, false}}, [&] {
        auto successor = ok(predecessor::find(before.at));
        taken = ok(successor->take(soon));
        ok(successor->say_serving());
    }));
    clients->close();
    REQUIRE(taken.size() == 1);
    test::socket accepted(::accept(taken[0].socket.fd(), nullptr, nullptr));
    std::string got;
    CHECK(accepted.receive(got, deadline::in(soon)) == transfer::ok);
    CHECK(got == "hello");
}

TEST_CASE("a successor that goes, is silent or talks nonsense changes nothing, and is told of") {
    old_one before;
    listening_socket clients;
    std::vector<offered_socket> const offered = {{clients.fd(), false, false}};
    SECTION("goes before it serves") {
        auto const outcome =
            before.hands_over(offered, [&] { ok(ok(predecessor::find(before.at))->take(soon)); });
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error() == "the other side has gone");
    }
    SECTION("never serves") {
        std::optional<predecessor> successor;
        auto const outcome = before.hands_over(
            offered,
            [&] {
                successor = ok(predecessor::find(before.at));
                ok(successor->take(soon));
            },
            milliseconds(static_cast<int>(200 * patience())));
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error() == "nothing came in time");
    }
    SECTION("is of another version") {
        auto const outcome = before.hands_over(offered, [&] {
            auto line = ok(message_socket::connect(before.at));
            ok(line->send("take-over 2"));
            CHECK_FALSE(line->receive(deadline::in(soon).at()).has_value());
        });
        REQUIRE_FALSE(outcome.has_value());
        CHECK(holds(outcome.error(), "`take-over 2`"));
        CHECK(holds(outcome.error(), "restart"));
    }
    CHECK(test::socket::connect(clients.port(), deadline::in(soon)).is_open());
}

TEST_CASE("what a predecessor says is looked at before it is believed") {
    temp_dir folder;
    auto const at = app::hand_over_path(folder.path());
    auto door = ok(message_door::open(at));
    listening_socket clients;
    auto const told = [&](std::string_view text, std::vector<int> const& descriptors) {
        auto successor = ok(predecessor::find(at));
        auto line = ok(door.accept());
        ok(line.send(text, descriptors));
        auto const taken = successor->take(soon);
        REQUIRE_FALSE(taken.has_value());
        return taken.error();
    };
    CHECK(holds(told("sockets cc", {clients.fd()}), "`sockets cc`"));
    CHECK(holds(told("sockets x", {clients.fd()}), "`sockets x`"));
    CHECK(holds(told("sockets ", {}), "`sockets `"));
    CHECK(holds(told("hello", {}), "`hello`"));
    CHECK(holds(told(std::string(1000, 'y'), {}), std::string(80, 'y') + "`"));
    CHECK(holds(told("sockets c", {0}), "no TCP socket"));
}

TEST_CASE("where no facade runs there is none to take over from") {
    temp_dir folder;
    CHECK_FALSE(ok(predecessor::find(app::hand_over_path(folder.path()))));
}

TEST_CASE("the kinds of sockets are read as they are written") {
    std::vector<offered_socket> const some = {
        {5, false, false}, {6, true, false}, {7, true, true}, {8, false, true}};
    CHECK(app::text_of(some) == "sockets caAC");
    auto const read = ok(app::read_sockets(app::text_of(some)));
    REQUIRE(read.size() == some.size());
    for (std::size_t i = 0; i < some.size(); ++i) {
        CHECK(read[i].fd == -1);
        CHECK(read[i].admin == some[i].admin);
        CHECK(read[i].kept_elsewhere == some[i].kept_elsewhere);
    }
}
