// How long a connection lives, and what may follow on it: keep-alive, HTTP/1.0, pipelining.
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("one client connection carries many requests, over one upstream connection") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 50; ++i) REQUIRE(client.ask(get("/" + std::to_string(i))).text() == "legacy");
    CHECK(stage.legacy.count() == 50);
    CHECK(stage.legacy.connections() == 1);
}

TEST_CASE("a client that asks for it is closed on after its answer") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(get("/", {{"Connection", "close"}}));
    CHECK(got.whole());
    CHECK(same_name(got.field("Connection").value_or(""), "close"));
    CHECK(client.is_closed());

    raw_client next(stage.port());
    next.ask(get("/"));
    CHECK(stage.legacy.connections() <= 2); // one a thread: the client's wish is not the upstream's
}

TEST_CASE("an upstream that closes does not cost the client its connection") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.answer(200, "bye", {{"Connection", "close"}});
        on.close();
    });
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 5; ++i) {
        auto const got = client.ask(get("/"));
        REQUIRE(got.text() == "bye");
        CHECK_FALSE(same_name(got.field("Connection").value_or(""), "close"));
    }
    CHECK(stage.legacy.connections() == 5);
}

TEST_CASE("HTTP/1.0 clients are closed on, unless they ask to be kept") {
    scene stage;
    stage.start();
    {
        raw_client client(stage.port());
        auto const got = client.ask("GET /old HTTP/1.0\r\nHost: app.example\r\n\r\n");
        CHECK(got.text() == "legacy");
        CHECK(client.is_closed());
    }
    {
        raw_client without_host(stage.port());
        CHECK(without_host.ask("GET /older HTTP/1.0\r\n\r\n").text() == "legacy");
    }
    raw_client kept(stage.port());
    for (int i = 0; i < 3; ++i) {
        auto const got = kept.ask("GET /old HTTP/1.0\r\nHost: app.example\r\nConnection: keep-alive\r\n\r\n");
        REQUIRE(got.text() == "legacy");
        CHECK(same_name(got.field("Connection").value_or(""), "keep-alive"));
    }
    CHECK(stage.legacy.last().version == "HTTP/1.1");
}

TEST_CASE("HTTP/1.0 clients never see chunked coding") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer_chunked(200, {"one ", "two ", "three"}); });
    stage.start();
    for (auto const* wish : {"", "Connection: keep-alive\r\n"}) {
        raw_client client(stage.port());
        auto const got =
            client.ask("GET /old HTTP/1.0\r\nHost: app.example\r\n" + std::string(wish) + "\r\n");
        CHECK(got.whole());
        CHECK(got.text() == "one two three");
        CHECK_FALSE(got.field("Transfer-Encoding").has_value());
        CHECK(client.is_closed());
    }
}

TEST_CASE("pipelined requests are answered in order") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        auto const body = on.read_body().bytes;
        on.answer(200, on.request().target + body);
    });
    stage.modern.on_request([](exchange& on) { on.answer(200, "modern" + on.request().target); });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    std::string all;
    for (int i = 0; i < 30; ++i) {
        auto const n = std::to_string(i);
        all += i % 3 == 0   ? get("/" + n)
               : i % 3 == 1 ? request("POST", "/" + n, {}, "+body")
                            : get("/orders/" + n);
    }
    client.send(all);
    for (int i = 0; i < 30; ++i) {
        auto const n = std::to_string(i);
        auto const got = client.read_answer();
        REQUIRE(got.whole());
        CHECK(got.text() == (i % 3 == 0 ? "/" + n : i % 3 == 1 ? "/" + n + "+body" : "modern/orders/" + n));
    }
}

TEST_CASE("what a client sends after its last request is not answered") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    client.send(get("/first") + get("/last", {{"Connection", "close"}}) + get("/never"));
    CHECK(client.read_answer().whole());
    CHECK(client.read_answer().whole());
    CHECK(client.is_closed());
    CHECK(stage.legacy.count() == 2);
}

TEST_CASE("a client may end its own sending and still gets its answer") {
    gate asked;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        asked.wait();
        on.answer(200, "late");
    });
    stage.start();
    raw_client client(stage.port());
    client.send(get("/"));
    REQUIRE(stage.legacy.wait_for_count(1));
    asked.open();
    client.finish_sending();
    auto const got = client.read_answer();
    // A facade may take a FIN for an abort; what it may not do is answer in half.
    CHECK((got.whole() || got.status == 0));
    CHECK(ask(stage.port(), get("/")).whole());
}
