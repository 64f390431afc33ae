// WebSocket: after 101 the facade is a wire.
#include "e2e/scene.hpp"
#include "e2e/websocket.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("after 101 bytes pass both ways, whoever speaks first") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.send(std::string(switching) + "hello from the server");
        for (auto bytes = on.read_some(); !bytes.empty(); bytes = on.read_some()) on.send(bytes);
        on.close();
    });
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(handshake());
    REQUIRE(got.status == 101);
    CHECK(same_name(got.field("Upgrade").value_or(""), "websocket"));
    CHECK(got.field("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(client.read_exactly(21) == "hello from the server");

    auto const seen = stage.legacy.last();
    CHECK(same_name(seen.field("Upgrade").value_or(""), "websocket"));
    CHECK(same_name(seen.field("Connection").value_or(""), "upgrade"));
    CHECK(seen.field("Sec-WebSocket-Key") == "dGhlIHNhbXBsZSBub25jZQ==");

    for (std::size_t const size : {std::size_t(1), std::size_t(1000), std::size_t(200'000)}) {
        auto const bytes = std::string(1, '\0') + pattern(0, size); // not HTTP, not text
        client.send(bytes);
        REQUIRE(client.read_exactly(bytes.size()) == bytes);
    }
    client.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(client.read_exactly(18) == "GET / HTTP/1.1\r\n\r\n");
    CHECK(stage.legacy.count() == 1);
}

TEST_CASE("either end's leaving reaches the other") {
    mailbox<bool> left;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        on.send(switching);
        if (on.read_some() == "leave") return on.close();
        left.put(on.peer_leaves());
    });
    stage.start();
    raw_client first(stage.port());
    REQUIRE(first.ask(handshake()).status == 101);
    first.send("leave");
    CHECK(first.is_closed());

    raw_client second(stage.port());
    REQUIRE(second.ask(handshake()).status == 101);
    second.send("stay");
    second.close();
    CHECK(left.take() == true);
}

TEST_CASE("a refused upgrade is an answer like any other") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer(403, "not here"); });
    stage.start();
    raw_client client(stage.port());
    for (int round = 0; round < 2; ++round) {
        auto const got = client.ask(handshake());
        CHECK(got.status == 403);
        CHECK(got.text() == "not here");
    }
}

TEST_CASE("other protocols are not switched to") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(handshake("h2c"));
    CHECK(got.status == 200);
    CHECK_FALSE(stage.legacy.last().field("Upgrade").has_value());
}

TEST_CASE("of what a client would upgrade to only WebSocket is asked for, and only it is agreed to") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    });
    stage.start();
    raw_client client(stage.port());
    CHECK(client.ask(handshake("h2c, websocket")).status == 502);
    CHECK(stage.legacy.last().field("Upgrade") == "websocket");
    raw_client posting(stage.port());
    stage.legacy.on_request(says("legacy"));
    posting.ask(request("POST", "/socket", {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}}));
    CHECK_FALSE(stage.legacy.last().field("Upgrade"));
}
