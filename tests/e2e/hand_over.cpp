// `ficus serve --take-over`: another binary goes on where this one was, and no client is refused.
#include "e2e/scene.hpp"
#include "support/gate.hpp"
#include "support/notify_socket.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

/// A facade that takes over from the one that runs by the scene's data folder, as soon as it listens.
std::unique_ptr<facade_process> successor(scene const& stage) {
    cli_options options;
    options.folder = stage.dir.path();
    auto next = std::make_unique<facade_process>(
        std::vector<std::string>{"--config", stage.config().string(), "--take-over"}, options);
    next->wait_until_listening();
    return next;
}

bool is_event(boost::json::object const& line, std::string_view name) {
    return line.at("event").as_string() == name;
}

/// A new connection for each request, as fast as they are served.
load_options new_connections(std::uint16_t port) {
    load_options options;
    options.port = port;
    options.clients = 8;
    options.request = [](std::size_t, std::uint64_t) { return get("/", {{"Connection", "close"}}); };
    options.pause = std::chrono::milliseconds(10);
    return options;
}

} // namespace

TEST_CASE("over ten hand-overs no new connection is refused or reset") {
    scene stage;
    auto facade =
        std::make_unique<facade_process>(std::vector<std::string>{"--config", stage.config().string()},
                                         cli_options{.folder = stage.dir.path()});
    facade->wait_until_listening();
    auto const port = facade->port();
    auto const admin_port = facade->admin_port();
    load clients(new_connections(port));
    // Whoever balances over this facade asks its readiness as often, each time anew.
    load_options asking = new_connections(admin_port);
    asking.clients = 2;
    asking.request = [](std::size_t, std::uint64_t) { return get("/readyz", {{"Connection", "close"}}); };
    load balancer(asking);
    for (int round = 0; round < 10; ++round) {
        CAPTURE(round);
        REQUIRE(clients.wait_for_a_round());
        auto next = successor(stage);
        CHECK(next->port() == port);
        CHECK(next->admin_port() == admin_port);
        CHECK(facade->wait_for_exit() == 0);
        CHECK(facade->wait_for_line([](auto const& line) { return is_event(line, "handed_over"); }));
        check_accounts(*facade);
        facade = std::move(next);
    }
    REQUIRE(clients.wait_for_a_round());
    clients.stop();
    balancer.stop();
    INFO(clients.first_failure());
    CHECK(clients.failures() == 0);
    INFO(balancer.first_failure());
    CHECK(balancer.failures() == 0);
    CHECK(clients.answered() > 100);
    CHECK(facade->admin("/readyz").status == 200);
    CHECK(facade->stop() == 0);
}

TEST_CASE("who keeps a connection to the old one is told to leave it, and loses nothing") {
    gate answering;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/slow") answering.wait(milliseconds(30'000));
        on.answer(200, "legacy");
    });
    auto& old = stage.start();
    raw_client idle(stage.port());
    REQUIRE(idle.ask(get("/")).text() == "legacy");
    raw_client under_way(stage.port());
    under_way.send(get("/slow"));
    REQUIRE(stage.legacy.wait_for_count(2));

    auto next = successor(stage);
    CHECK(old.wait_for_line([](auto const& line) { return is_event(line, "handed_over"); }));
    REQUIRE(eventually([&] { return next->admin("/metrics").status == 200; }));
    auto const last = idle.ask(get("/"));
    CHECK(last.text() == "legacy");
    CHECK(same_name(last.field("Connection").value_or(""), "close"));
    // New ones are the new one's, while the old one still has something to do.
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
    CHECK(old.is_running());
    CHECK(next->metric("ficus_connections_accepted_total").value_or(0) >= 1);
    answering.open();
    CHECK(under_way.read_answer().text() == "legacy");
    CHECK(old.wait_for_exit() == 0);
    CHECK(next->stop() == 0);
}

TEST_CASE("a successor that cannot start leaves the old one as it was") {
    scene stage;
    auto& old = stage.start();
    listening_socket taken;
    cli_options options;
    options.folder = stage.dir.path();
    auto const failed = run_cli({"serve", "--config", stage.config().string(), "--take-over", "--listen",
                                 "127.0.0.1:" + std::to_string(taken.port())},
                                options);
    CHECK(failed.status == 1);
    CHECK(failed.errors.find(std::to_string(taken.port())) != std::string::npos);
    CHECK(old.wait_for_line([](auto const& line) { return is_event(line, "hand_over_failed"); }));
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
    CHECK(old.admin("/readyz").status == 200);
    // And it may be tried again.
    auto next = successor(stage);
    CHECK(old.wait_for_exit() == 0);
    CHECK(ask(next->port(), get("/")).text() == "legacy");
    CHECK(next->stop() == 0);
}

TEST_CASE("the service manager is told who goes on, and not that the service stops") {
    scene stage;
    notify_socket manager(stage.dir / "notify");
    cli_options options;
    options.environment = {{"NOTIFY_SOCKET", manager.name()}};
    auto& old = stage.start(options);
    CHECK(manager.next() == "READY=1");
    auto const next = successor(stage);
    CHECK(manager.next() == "MAINPID=" + std::to_string(next->pid()));
    CHECK(old.wait_for_exit() == 0);
    CHECK_FALSE(manager.next(milliseconds(0)));
    CHECK(next->stop() == 0);
}

TEST_CASE("where none runs, taking over is an ordinary start") {
    scene stage;
    auto const first = successor(stage);
    CHECK(first->wait_for_line([](auto const& line) { return is_event(line, "nothing_to_take_over"); }));
    CHECK(ask(first->port(), get("/")).text() == "legacy");
    CHECK(first->stop() == 0);
    CHECK_FALSE(std::filesystem::exists(stage.dir / "data" / "handover.sock"));
}
