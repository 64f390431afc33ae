// Whoever goes away in the middle: the other side learns of it, and nothing cut ever looks whole.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

TEST_CASE("a client that gives up waiting frees the upstream") {
    mailbox<bool> left;
    scene stage;
    stage.legacy.on_request([&](exchange& on) { left.put(on.peer_leaves()); });
    stage.start();
    for (bool const rst : {true, false}) {
        CAPTURE(rst);
        raw_client client(stage.port());
        auto const before = stage.legacy.count();
        client.send(get("/"));
        REQUIRE(stage.legacy.wait_for_count(before + 1));
        if (rst) client.abort();
        if (!rst) client.close();
        CHECK(left.take() == true);
    }
}

TEST_CASE("a client that goes away with the last of its upload frees the upstream") {
    mailbox<bool> left;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        on.read_body();
        left.put(on.peer_leaves());
    });
    stage.start();
    for (bool const together : {true, false}) {
        CAPTURE(together);
        raw_client client(stage.port());
        auto const before = stage.legacy.count();
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        REQUIRE(stage.legacy.wait_for_count(before + 1));
        // So that the facade, which waits for the body, hears of it and of the end in one turn.
        if (together) stage.facade().signal(SIGSTOP);
        client.send(pattern(0, 100));
        client.close();
        if (together) stage.facade().signal(SIGCONT);
        CHECK(left.take() == true);
    }
}

TEST_CASE("a client that gives up its download stops it") {
    mailbox<bool> sent_all;
    scene stage;
    stage.legacy.on_request([&](exchange& on) { sent_all.put(on.answer_pattern(200'000'000, false)); });
    stage.start();
    raw_client client(stage.port());
    client.send(get("/"));
    REQUIRE(client.read_head_only().status == 200);
    client.abort();
    CHECK(sent_all.take(milliseconds(20'000)) == false);
}

TEST_CASE("an upload that its client cuts never looks whole to the upstream") {
    mailbox<ending> ended;
    scene stage;
    stage.legacy.on_request([&](exchange& on) { ended.put(on.read_body().end); });
    stage.start();
    for (bool const rst : {true, false}) {
        for (auto const& sent :
             {std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome of it"),
              chunked_request("POST", "/") + as_chunk("some of it")}) {
            CAPTURE(rst, sent);
            raw_client client(stage.port());
            auto const before = stage.legacy.count();
            client.send(sent);
            REQUIRE(stage.legacy.wait_for_count(before + 1));
            if (rst) client.abort();
            if (!rst) client.close();
            CHECK(ended.take() == ending::cut);
        }
    }
}

TEST_CASE("an answer that its upstream cuts never looks whole to the client") {
    struct cut {
        std::string bytes;
        bool rst;
    };
    mailbox<cut> next;
    scene stage;
    std::string const length = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    std::string const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::string const until_close = "HTTP/1.1 200 OK\r\n\r\n";
    stage.legacy.on_request([&](exchange& on) {
        auto const how = next.take();
        if (!how) return;
        on.send(how->bytes);
        if (how->rst) on.abort();
        if (!how->rst) on.close();
    });
    stage.start();
    auto const half = pattern(0, 50'000);
    for (auto const& bytes : {length + half, length + "x", chunked + as_chunk(half),
                              chunked + as_chunk(half) + "7d0\r\nin", chunked + as_chunk("x") + "0\r\n"}) {
        for (bool const rst : {true, false}) {
            for (auto const* version : {"HTTP/1.1", "HTTP/1.0"}) {
                CAPTURE(bytes.substr(0, 80), rst, version);
                next.put({bytes, rst});
                auto const got =
                    ask(stage.port(), "GET / " + std::string(version) + "\r\nHost: app.example\r\n\r\n");
                CHECK_FALSE((got.whole() && got.status == 200));
            }
        }
    }
    // Closed by a reset: here the end says that it is none.
    for (auto const* version : {"HTTP/1.1", "HTTP/1.0"}) {
        CAPTURE(version);
        next.put({until_close + half, true});
        auto const got = ask(stage.port(), "GET / " + std::string(version) + "\r\nHost: app.example\r\n\r\n");
        CHECK_FALSE((got.whole() && got.status == 200));
    }
}

TEST_CASE("an upstream that ends before its answer's head makes a 502") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.read_body();
        if (on.request().target == "/half") on.send("HTTP/1.1 200 OK\r\nContent-Le");
        if (on.request().target == "/reset") return on.abort();
        on.close();
    });
    stage.start();
    raw_client client(stage.port());
    for (auto const* target : {"/nothing", "/half", "/reset"}) {
        CAPTURE(target);
        auto const before = stage.legacy.count();
        check_is_problem(client.ask(get(target)), 502);
        CHECK(stage.legacy.count() <= before + 2); // `retries` is 1
        auto const posted = stage.legacy.count();
        check_is_problem(client.ask(request("POST", target, {}, "once")), 502);
        CHECK(stage.legacy.count() == posted + 1); // what is not idempotent is never asked twice
    }
}

TEST_CASE("what is no HTTP answer makes a 502, whole or not at all") {
    mailbox<std::string> next;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        on.send(next.take().value_or(""));
        on.close();
    });
    stage.start();
    for (std::string const bytes :
         {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nab",
          "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX : space\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"}) {
        CAPTURE(bytes);
        next.put(bytes);
        check_is_problem(ask(stage.port(), request("POST", "/", {}, "x")), 502);
    }
    next.put("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    auto const got = ask(stage.port(), request("POST", "/", {}, "x"));
    CHECK_FALSE((got.whole() && got.status == 200));
}
