// SIGTERM: what is under way is finished, nothing new is begun, and the process ends with 0.
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

TEST_CASE("a drain finishes what is under way and ends with 0") {
    gate answering;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/slow") answering.wait(milliseconds(30'000));
        on.answer(200, "whole");
    });
    auto& facade = stage.start();
    raw_client idle(stage.port());
    idle.ask(get("/"));
    raw_client under_way(stage.port());
    under_way.send(get("/slow"));
    REQUIRE(stage.legacy.wait_for_count(2));

    facade.signal(SIGTERM);
    CHECK(idle.is_closed());
    CHECK(facade.admin("/readyz").status == 503);
    CHECK(facade.admin("/livez").status == 200);
    CHECK(eventually([&] {
        try {
            return ask(stage.port(), get("/new")).status == 0;
        } catch (std::exception const&) {
            return true; // refused
        }
    }));
    CHECK(facade.is_running());
    answering.open();
    auto const got = under_way.read_answer();
    CHECK(got.whole());
    CHECK(got.text() == "whole");
    CHECK(same_name(got.field("Connection").value_or(""), "close"));
    CHECK(facade.wait_for_exit() == 0);
}

TEST_CASE("a drain takes no longer than it may") {
    script with;
    with.facade = "drain = \"300ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) { on.peer_leaves(milliseconds(30'000)); });
    auto& facade = stage.start();
    raw_client client(stage.port());
    client.send(get("/never"));
    REQUIRE(stage.legacy.wait_for_count(1));
    facade.signal(SIGINT);
    CHECK(facade.wait_for_exit() == 0);
    CHECK_FALSE(client.read_answer().status == 200);
}

TEST_CASE("no request fails while a facade drains: those that it took are answered") {
    scene stage;
    auto& facade = stage.start();
    load_options options;
    options.port = stage.port();
    options.clients = 8;
    options.request = [](std::size_t, std::uint64_t n) { return get("/" + std::to_string(n)); };
    // Without retries of its own a client sees a refused connection or one closed before its answer began:
    // those are not counted here. An answer in half would be.
    load clients(options);
    REQUIRE(clients.wait_for_a_round());
    facade.signal(SIGTERM);
    CHECK(facade.wait_for_exit() == 0);
    clients.stop();
    for (auto const& one : clients.samples()) CHECK((one.whole || one.status == 0));
}

TEST_CASE("with a delay the facade serves on while it is not ready, and loses nobody") {
    script with;
    with.facade = "drain_delay = \"400ms\"\n";
    scene stage(with);
    auto& facade = stage.start();
    load_options options;
    options.port = stage.port();
    options.clients = 8;
    options.request = [](std::size_t, std::uint64_t n) { return get("/" + std::to_string(n)); };
    load clients(options);
    REQUIRE(clients.wait_for_a_round());
    facade.signal(SIGTERM);
    REQUIRE(eventually([&] { return facade.admin("/readyz").status == 503; }));
    // Each on a connection of its own, and each told that it is the last one there.
    CHECK(clients.wait_for_a_round());
    auto const got = ask(stage.port(), get("/new"));
    CHECK(got.text() == "legacy");
    CHECK(same_name(got.field("Connection").value_or(""), "close"));
    CHECK(facade.wait_for_exit() == 0);
    clients.stop();
    // In the end nobody is there: a connection that is not taken is no loss, since nothing was asked on it.
    std::size_t lost = 0;
    for (auto const& one : clients.samples()) lost += one.whole || one.refused ? 0 : 1;
    INFO(clients.first_failure());
    CHECK(lost == 0);
}

TEST_CASE("who asks to stop twice waits for no delay") {
    script with;
    with.facade = "drain_delay = \"1h\"\n";
    scene stage(with);
    auto& facade = stage.start();
    facade.signal(SIGTERM);
    REQUIRE(eventually([&] { return facade.admin("/readyz").status == 503; }));
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
    facade.signal(SIGHUP);
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
    facade.signal(SIGTERM);
    CHECK(facade.wait_for_exit() == 0);
}

TEST_CASE("a connection that was opened before the stop may still ask") {
    scene stage;
    auto& facade = stage.start();
    raw_client fresh(stage.port());
    raw_client used(stage.port());
    REQUIRE(used.ask(get("/")).text() == "legacy");
    REQUIRE(eventually([&] { return facade.metric("ficus_connections_open") == 2; }));
    facade.signal(SIGTERM);
    CHECK(used.is_closed());
    auto const got = fresh.ask(get("/"));
    CHECK(got.text() == "legacy");
    CHECK(same_name(got.field("Connection").value_or(""), "close"));
    CHECK(facade.wait_for_exit() == 0);
}

TEST_CASE("an answer that the stop cuts short never looks whole") {
    script with;
    with.facade = "drain = \"200ms\"\n";
    gate never;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\n\r\nhello");
        never.wait(milliseconds(20'000));
    });
    auto& facade = stage.start();
    raw_client client(stage.port());
    client.send("GET / HTTP/1.0\r\n\r\n");
    auto got = client.read_head_only();
    REQUIRE(got.status == 200);
    facade.signal(SIGTERM);
    client.read_rest(got);
    CHECK(got.end != ending::complete);
    never.open();
}
