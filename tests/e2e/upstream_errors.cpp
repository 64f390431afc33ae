// What clients see of an upstream that is down, slow or full; and what is tried before they see it.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

TEST_CASE("a refused connection makes a 502, and its client's connection lives on") {
    closed_port nobody;
    script with;
    with.legacy_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    for (auto const* method : {"GET", "POST"}) {
        auto const got = client.ask(request(method, "/", {{"X-Request-ID", "id-of-mine"}}));
        check_is_problem(got, 502);
        CHECK(got.field("X-Request-ID") == "id-of-mine");
        CHECK(got.field("Proxy-Status")->find("connection_refused") != std::string::npos);
    }
    auto const head = client.ask(request("HEAD", "/"));
    CHECK(head.status == 502);
    CHECK(head.text().empty());
    CHECK(client.ask(request("GET", "/")).status == 502);
}

TEST_CASE("an upstream that never answers makes a 504") {
    script with;
    with.monolith = "response_timeout = \"300ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) { on.peer_leaves(); });
    stage.start();
    auto const from = steady::now();
    auto const got = ask(stage.port(), request("POST", "/", {}, "x"));
    check_is_problem(got, 504);
    CHECK(got.field("Proxy-Status")->find("timeout") != std::string::npos);
    CHECK(steady::now() - from >= milliseconds(290));
    check_is_problem(ask(stage.port(), get("/")), 504);
}

TEST_CASE("more than may wait for an upstream get 503 at once, the others their answers") {
    script with;
    with.monolith = "max_connections = 2\nmax_pending = 2\n";
    gate answering;
    mailbox<answer> answers;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        answering.wait(milliseconds(30'000));
        on.answer(200, "whole");
    });
    stage.start();
    std::deque<raw_client> clients;
    for (int i = 0; i < 12; ++i) clients.emplace_back(stage.port()).send(get("/" + std::to_string(i)));
    std::vector<std::jthread> readers;
    for (auto& client : clients)
        readers.emplace_back([&] { answers.put(client.read_answer("GET", milliseconds(20'000))); });
    // At least eight are one too many, and hear of it while the upstream still holds the others.
    for (int refused = 0; refused < 8; ++refused) {
        auto const got = answers.take();
        CHECK(got);
        if (got) check_is_problem(*got, 503);
    }
    CHECK(stage.legacy.connections() <= 2);
    answering.open();
    int served = 0;
    for (int i = 8; i < 12; ++i) {
        auto const got = answers.take(milliseconds(20'000));
        if (got && got->whole() && got->status == 200) ++served;
    }
    CHECK(served >= 2); // fewer than four where a thread has no use for its part of the limits
    CHECK(ask(stage.port(), get("/after")).status == 200);
}

TEST_CASE("a pooled connection that its upstream has closed is nobody's error") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    for (int round = 0; round < 20; ++round) {
        for (auto const* method : {"GET", "POST"}) {
            CAPTURE(round, method);
            REQUIRE(client.ask(request(method, "/", {}, method[0] == 'P' ? "body" : "")).status == 200);
            REQUIRE(eventually([&] {
                stage.legacy.close_idle_connections();
                return stage.legacy.open_connections() == 0;
            }));
        }
    }
    CHECK(client.ask(get("/")).status == 200);
}

TEST_CASE("an idempotent request whose reused connection breaks is asked again, once") {
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        on.read_body();
        // The first request of each connection is answered, the second ends it unanswered.
        auto const all = stage.legacy.requests();
        auto const of_this = std::count_if(all.begin(), all.end(), [&](recorded_request const& one) {
            return one.connection == on.request().connection;
        });
        if (of_this > 1) return on.close();
        on.answer(200, "whole");
    });
    stage.start();
    raw_client client(stage.port());
    for (int round = 0; round < 10; ++round)
        for (auto const* method : {"GET", "PUT", "DELETE", "HEAD"})
            REQUIRE(client.ask(request(method, "/")).status == 200);
}

TEST_CASE("an answer that came before all of a body was sent is the answer, though the rest cannot be sent") {
    script with;
    with.limits = "max_buffered_body = \"32MiB\"\n";
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "text" }
modern = { format = "text" }
[[translators.orders.fields]]
legacy = "text"
modern = "text"
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large");
        on.abort();
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    std::string const body(24UL << 20, 'x');
    for (auto const* method : {"POST", "PUT"}) {
        CAPTURE(method);
        auto const before = stage.modern.count();
        client.send(request(method, "/orders", {{"Content-Type", "text/plain"}}, body));
        auto const got = client.read_answer(method);
        CHECK(got.status == 413);
        CHECK(got.text() == "too large");
        CHECK(stage.modern.count() == before + 1);
    }
}
