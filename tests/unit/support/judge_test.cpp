// The judge is judged first: without a facade between them, the scripted upstream and the raw client must
// agree on what is whole, what is cut and what is malformed.
#include "support/fake_upstream.hpp"
#include "support/gate.hpp"
#include "support/raw_client.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("an answer of either framing is whole, byte for byte") {
    fake_upstream origin(echoes_body());
    raw_client client(origin.port());
    for (int round = 0; round < 3; ++round) {
        auto const got = client.ask(request("POST", "/a", {{"Content-Type", "text/x"}}, "hello"));
        CHECK(got.whole());
        CHECK(got.text() == "hello");
        CHECK(got.field("content-type") == "text/x");
    }
    CHECK(origin.connections() == 1);
    CHECK(origin.count() == 3);

    client.send(chunked_request("PUT", "/b") + as_chunk("abc") + as_chunk("de") +
                last_chunk({{"X-Sum", "5"}}));
    CHECK(client.read_answer("PUT").text() == "abcde");
    auto const seen = origin.last();
    CHECK(seen.body.framed == framing::chunked);
    CHECK(seen.body.trailers == fields{{"X-Sum", "5"}});
    CHECK(seen.body.chunks == std::vector<std::size_t>{3, 2});
    CHECK(origin.complaints().empty());
}

TEST_CASE("an answer that ends too early is cut, whichever way it was framed") {
    fake_upstream origin;
    auto const after = [&](handler answering) {
        origin.on_request(std::move(answering));
        return ask(origin.port(), get("/"));
    };
    CHECK(after([](exchange& on) {
              on.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              on.close();
          }).end == ending::cut);
    CHECK(after([](exchange& on) {
              on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
              on.close();
          }).end == ending::cut);
    CHECK(after([](exchange& on) {
              on.send("HTTP/1.1 200 OK\r\n\r\nhalf");
              on.abort();
          }).end == ending::cut);
    CHECK(after([](exchange& on) { on.close(); }).status == 0);
    CHECK(after([](exchange& on) { on.answer_until_close(200, "all of it"); }).whole());
}

TEST_CASE("what two parsers could read in two ways is malformed") {
    fake_upstream origin;
    for (std::string const head :
         {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
          "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx", "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
          "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"}) {
        INFO(head);
        origin.on_request([head](exchange& on) {
            on.send(head);
            on.close();
        });
        CHECK(ask(origin.port(), get("/")).end == ending::malformed);
    }
    raw_client(origin.port()).ask("GET /\r\n\r\n");
    raw_client(origin.port()).ask("GET / HTTP/1.1\r\nno field\r\n\r\n");
    CHECK(origin.complaints().size() == 2);
}

TEST_CASE("large bodies are made and digested on the way") {
    fake_upstream origin(
        [](exchange& on) { on.answer_pattern(3'000'000, on.request().target == "/chunked"); });
    for (auto const* target : {"/length", "/chunked"}) {
        raw_client client(origin.port());
        client.keep_body(0);
        auto const got = client.ask(get(target));
        CHECK(got.whole());
        CHECK(got.body.size == 3'000'000);
        CHECK(got.body.digest == pattern_digest(3'000'000));
        CHECK(got.text().empty());
    }
    CHECK(digest_of("ab") != digest_of("ba"));
}

TEST_CASE("an upstream learns that its client went away, and ends though a handler still waits") {
    gate never;
    mailbox<bool> left;
    fake_upstream origin([&](exchange& on) { left.put(on.peer_leaves()); });
    {
        raw_client client(origin.port());
        client.send(get("/"));
        REQUIRE(origin.wait_for_count(1));
        client.abort();
        CHECK(left.take() == true);
    }
    raw_client waits(origin.port());
    waits.send(get("/"));
    CHECK(origin.wait_for_count(2));
}

TEST_CASE("1xx answers come before the final one, and HEAD has no body") {
    fake_upstream origin([](exchange& on) {
        on.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        on.answer(200, "body");
    });
    auto const got = ask(origin.port(), request("HEAD", "/"));
    REQUIRE(got.interim.size() == 1);
    CHECK(got.interim[0].field("link") == "</a>");
    CHECK(got.whole());
    CHECK(got.text().empty());
    CHECK(got.field("content-length") == "4");
}
