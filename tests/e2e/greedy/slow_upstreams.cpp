// Upstreams that crawl, or never come to an end: their answers' heads, their 1xx, their bodies.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"
#include "support/times.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

TEST_CASE("answers that come a byte at a time arrive whole, though they take longer than any timeout") {
    constexpr std::size_t clients = 50;
    std::string const text = pattern(0, 20);
    script with;
    with.limits = "body_timeout = \"1s\"\n";
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        std::string const whole = on.request().target == "/length"
                                      ? "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + text
                                      : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                            as_chunk(text) + "0\r\nX-T: x\r\n\r\n";
        for (char const byte : whole) {
            on.send(std::string(1, byte));
            // The pace is what this is about.
            std::this_thread::sleep_for(milliseconds(20));
        }
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::deque<raw_client> waiting;
    for (std::size_t i = 0; i < clients; ++i)
        waiting.emplace_back(stage.port()).send(get(i % 2 == 0 ? "/length" : "/chunked"));
    for (auto& client : waiting) {
        auto const got = client.read_answer();
        CHECK(got.whole());
        CHECK(got.text() == text);
    }
    memory.check(clients * 48, "50 answers that crawl");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a head that crawls is given up at response_timeout, one without an end at max_header_size") {
    script with;
    with.monolith = "response_timeout = \"700ms\"\nretries = 0\n";
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        auto const& target = on.request().target;
        if (target == "/bystander") return says("legacy")(on);
        on.read_body();
        if (target == "/crawls") {
            on.send("HTTP/1.1 200 OK\r\nX: ");
            while (on.send("x") && !on.stopping()) std::this_thread::sleep_for(milliseconds(20));
        } else if (target == "/fields") {
            on.send("HTTP/1.1 200 OK\r\n" + times(200'000, "a:b\r\n"));
        } else if (target == "/value") {
            on.send("HTTP/1.1 200 OK\r\nX: " + std::string(1'000'000, 'x'));
        } else if (target == "/reason") {
            on.send("HTTP/1.1 200 " + std::string(1'000'000, 'x'));
        } else if (target == "/interims") {
            while (on.send("HTTP/1.1 102 Processing\r\nX: y\r\n\r\n") && !on.stopping())
                std::this_thread::sleep_for(milliseconds(1));
        } else if (target == "/continues") {
            while (on.send("HTTP/1.1 100 Continue\r\n\r\n") && !on.stopping())
                std::this_thread::sleep_for(milliseconds(1));
        } else if (target == "/interim") {
            on.send("HTTP/1.1 103 Early Hints\r\n" + times(200'000, "Link: </a>\r\n"));
        }
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    for (auto const* target : {"/crawls", "/interims", "/continues"}) {
        for (bool const posting : {false, true}) {
            CAPTURE(target, posting);
            raw_client client(stage.port());
            auto const from = steady::now();
            client.send(posting ? request("POST", target, {}, "x") : get(target));
            auto const got = client.read_answer(posting ? "POST" : "GET");
            check_is_problem(got, 504);
            CHECK(steady::now() - from >= milliseconds(690));
            CHECK(steady::now() - from < milliseconds(700 + static_cast<int>(700 * patience())));
            // 102 is told to whoever can make something of it, 100 to nobody who did not ask.
            CHECK(got.interim.empty() == (std::string_view(target) != "/interims"));
        }
    }
    for (auto const* target : {"/fields", "/value", "/reason", "/interim"}) {
        CAPTURE(target);
        check_is_problem(ask(stage.port(), get(target)), 502);
    }
    CHECK(facade.metric("ficus_bad_upstream_answers_total{reason=\"header_too_large\"}") == 4.0);
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"response_timeout\"}") == 6.0);
    CHECK(eventually([&] { return stage.legacy.open_connections() <= kept_for_later; }));
    memory.check(2 * 64 + 1024, "heads without an end");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a flood of 1xx to a client that does not read ends, and costs what is under way") {
    std::atomic<std::uint64_t> produced = 0;
    script with;
    with.limits = "body_timeout = \"500ms\"\n";
    with.monolith = "response_timeout = \"20s\"\nretries = 0\n";
    auto const interims = times(1000, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        while (on.send(interims) && !on.stopping()) produced += interims.size();
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    raw_client client(stage.port());
    client.raw().shrink_receive_buffer(16 * 1024);
    client.send(get("/hints"));
    CHECK(eventually([&] { return facade.metric("ficus_aborted_requests_total") == 1.0; }));
    CHECK(passer_by.is_alone_at(facade));
    CHECK(produced < std::uint64_t{64} << 20);
    memory.check(1024, "a flood of 1xx");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("an answer's framing without an end breaks off, and never looks whole") {
    script with;
    with.monolith = "retries = 0\n";
    mailbox<std::string> next;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + as_chunk("some"));
        on.send(next.take().value_or(""));
        on.peer_leaves();
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    double rows = 0;
    for (auto const& without_end : {
             "1;" + std::string(1'000'000, 'a'),
             times(100'000, "1;a=b\r\nx\r\n"),
             std::string(1'000'000, '0'),
             "0\r\n" + times(200'000, "a: b\r\n"),
             "0\r\n" + std::string(1'000'000, 'x'),
         }) {
        CAPTURE(without_end.substr(0, 40));
        ++rows;
        next.put(without_end);
        auto const got = ask(stage.port(), get("/endless"));
        CHECK_FALSE((got.whole() && got.status == 200));
    }
    CHECK(facade.metric("ficus_bad_upstream_answers_total{reason=\"bad_chunk\"}") == rows);
    CHECK(eventually([&] { return stage.legacy.open_connections() <= kept_for_later; }));
    memory.check(2 * 256 + 1024, "answers' framing without an end");
    passer_by.check(milliseconds(1000));
}
