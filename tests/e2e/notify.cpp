// Type=notify: the service manager hears when the facade serves, reloads, stops, and that it is alive.
#include "e2e/scene.hpp"
#include "support/notify_socket.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

/// The next that is no sign of life.
std::string next_state(notify_socket& manager) {
    for (;;) {
        auto const state = manager.next();
        if (!state) return "nothing";
        if (*state != "WATCHDOG=1") return *state;
    }
}

} // namespace

TEST_CASE("a service manager is told when the facade serves, when it reloads and when it stops") {
    script with;
    scene stage(with);
    notify_socket manager(stage.dir / "notify");
    cli_options options;
    options.environment = {{"NOTIFY_SOCKET", manager.name()}};
    auto& facade = stage.start(options);
    CHECK(next_state(manager) == "READY=1");
    CHECK(ask(stage.port(), get("/")).text() == "legacy");

    facade.signal(SIGHUP);
    CHECK(next_state(manager).starts_with("RELOADING=1\nMONOTONIC_USEC="));
    CHECK(next_state(manager) == "READY=1");
    CHECK(facade.wait_for_line([](auto const& line) { return line.at("event") == "reloaded"; }));

    // A file that is wrong changes nothing, and is no reason to wait for ever.
    stage.dir.write("ficus.toml", "[facade");
    facade.signal(SIGHUP);
    CHECK(next_state(manager).starts_with("RELOADING=1\n"));
    CHECK(next_state(manager) == "READY=1");
    CHECK(facade.wait_for_line([](auto const& line) { return line.at("event") == "reload_failed"; }));

    facade.signal(SIGTERM);
    CHECK(next_state(manager) == "STOPPING=1");
    CHECK(facade.wait_for_exit() == 0);
    CHECK_FALSE(manager.next(milliseconds(0)));
}

TEST_CASE("a service manager that asks for signs of life gets them") {
    scene stage;
    notify_socket manager(stage.dir / "notify");
    cli_options options;
    options.environment = {{"NOTIFY_SOCKET", manager.name()}, {"WATCHDOG_USEC", "100000"}};
    stage.start(options);
    CHECK(manager.next() == "READY=1");
    for (int i = 0; i < 5; ++i) CHECK(manager.next() == "WATCHDOG=1");
}

TEST_CASE("a facade that cannot start is never ready") {
    listening_socket taken;
    scene stage;
    notify_socket manager(stage.dir / "notify");
    cli_options options;
    options.folder = stage.dir.path();
    options.environment = {{"NOTIFY_SOCKET", manager.name()}};
    auto const result = run_cli({"serve", "--config", stage.config().string(), "--listen",
                                 "127.0.0.1:" + std::to_string(taken.port())},
                                options);
    CHECK(result.status == 1);
    CHECK(result.errors.find(std::to_string(taken.port())) != std::string::npos);
    CHECK_FALSE(manager.next(milliseconds(0)));
}
