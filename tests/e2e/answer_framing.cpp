// Answers whose end is not a plain Content-Length: none at all, interim ones, trailers, the connection's end,
// events.
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("HEAD, 204 and 304 have no body, and the next answer follows at once") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        if (on.request().target == "/204") return on.answer(204, "");
        if (on.request().target == "/304") {
            on.send("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 1234\r\n\r\n");
            return;
        }
        if (on.request().target == "/chunked") {
            on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            return;
        }
        on.answer(200, "twelve bytes");
    });
    stage.start();
    raw_client client(stage.port());
    for (int round = 0; round < 2; ++round) {
        auto const head = client.ask(request("HEAD", "/"));
        CHECK(head.status == 200);
        CHECK(head.field("Content-Length") == "12");
        CHECK(client.ask(request("HEAD", "/chunked")).whole());
        auto const none = client.ask(get("/204"));
        CHECK(none.status == 204);
        CHECK_FALSE(none.field("Content-Length").has_value());
        CHECK_FALSE(none.field("Transfer-Encoding").has_value());
        auto const unchanged = client.ask(get("/304"));
        CHECK(unchanged.status == 304);
        CHECK(unchanged.field("ETag") == "\"x\"");
        CHECK(client.ask(get("/")).text() == "twelve bytes");
    }
}

TEST_CASE("interim answers are relayed to HTTP/1.1 clients, and kept from HTTP/1.0 ones") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
        on.send("HTTP/1.1 102 Processing\r\n\r\n");
        on.answer(200, "final");
    });
    stage.start();
    raw_client client(stage.port());
    for (int round = 0; round < 2; ++round) {
        auto const got = client.ask(get("/"));
        REQUIRE(got.interim.size() == 2);
        CHECK(got.interim[0].field("Link") == "</style.css>; rel=preload");
        CHECK(got.text() == "final");
    }
    auto const old = ask(stage.port(), "GET / HTTP/1.0\r\nHost: a\r\n\r\n");
    CHECK(old.interim.empty());
    CHECK(old.text() == "final");
}

TEST_CASE("an interim answer does not wait for the final one") {
    gate final_answer;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        on.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        final_answer.wait();
        on.answer(200, "final");
    });
    stage.start();
    raw_client client(stage.port());
    client.send(get("/"));
    auto const hints = client.read_exactly(std::string("HTTP/1.1 103").size());
    final_answer.open();
    CHECK(hints == "HTTP/1.1 103");
}

TEST_CASE("a client that expects 100-continue is asked for its body by the upstream") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        if (on.request().target == "/refused") {
            on.answer(403, "no", {{"Connection", "close"}});
            return on.close();
        }
        on.send("HTTP/1.1 100 Continue\r\n\r\n");
        auto const body = on.read_body().bytes;
        on.answer(200, body);
    });
    stage.start();
    {
        raw_client client(stage.port());
        for (int round = 0; round < 2; ++round) {
            client.send(
                "POST /wanted HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            CHECK(client.read_exactly(25) == "HTTP/1.1 100 Continue\r\n\r\n");
            client.send("body");
            auto const got = client.read_answer("POST");
            CHECK(got.text() == "body");
            CHECK(got.interim.empty());
        }
    }
    raw_client refused(stage.port());
    refused.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    auto const got = refused.read_answer("POST");
    CHECK(got.status == 403);
    CHECK(got.interim.empty());
    CHECK(got.text() == "no");
}

TEST_CASE("a client that does not wait for the 100 that it asked for is served as well") {
    scene stage;
    stage.legacy.on_request(echoes_body());
    stage.start();
    raw_client client(stage.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
    CHECK(client.read_answer("POST").text() == "body");
}

TEST_CASE("trailers pass in both directions") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.read_body();
        on.answer_chunked(200, {"content"}, {{"Trailer", "X-Digest"}}, {{"X-Digest", "answer"}});
    });
    stage.start();
    raw_client client(stage.port());
    client.send(chunked_request("POST", "/", {{"TE", "trailers"}, {"Trailer", "X-Digest"}}) +
                as_chunk("content") + last_chunk({{"X-Digest", "request"}}));
    auto const got = client.read_answer("POST");
    CHECK(got.text() == "content");
    CHECK(got.body.trailers == fields{{"X-Digest", "answer"}});
    CHECK(stage.legacy.last().body.trailers == fields{{"X-Digest", "request"}});
    CHECK(client.ask(get("/")).whole());
}

TEST_CASE("an answer that its connection's end delimits arrives whole") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer_until_close(200, pattern(0, 50'000)); });
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(get("/"));
    CHECK(got.whole());
    CHECK(got.text() == pattern(0, 50'000));
    auto const old = ask(stage.port(), "GET / HTTP/1.0\r\nHost: a\r\n\r\n");
    CHECK(old.whole());
    CHECK(old.text() == pattern(0, 50'000));
}

TEST_CASE("server-sent events reach the client one by one, as they happen") {
    for (bool const chunked : {true, false}) {
        CAPTURE(chunked);
        mailbox<std::string> events;
        scene stage;
        stage.legacy.on_request([&](exchange& on) {
            on.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" +
                    std::string(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n"));
            while (auto event = events.take()) {
                if (event->empty()) break;
                on.send(chunked ? as_chunk(*event) : *event);
            }
            if (chunked) on.send("0\r\n\r\n");
            if (!chunked) on.close();
        });
        stage.start();
        raw_client client(stage.port());
        client.send(get("/events"));
        auto got = client.read_head_only();
        REQUIRE(got.status == 200);
        // The next event is only sent once the one before has been seen: any that is held back ends the test.
        for (int i = 0; i < 20; ++i) {
            auto const event = "data: " + std::to_string(i) + "\n\n";
            events.put(event);
            std::string seen;
            while (seen.find(event) == std::string::npos) {
                auto const more = client.read_some();
                REQUIRE_FALSE(more.empty());
                seen += more;
            }
        }
        events.put("");
    }
}
