// How long a request may take, whatever is tried for it meanwhile.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

using namespace ficus::test;

namespace {

/// Answers when it is over.
void hang(exchange& on) {
    on.peer_leaves(milliseconds(30'000));
}

script limited(std::string const& most, std::string const& more = {}) {
    script with;
    with.orders = "request_timeout = \"" + most + "\"\n" + more;
    return with;
}

} // namespace

TEST_CASE("a request that takes longer than request_timeout is answered with 504") {
    scene stage(limited("200ms"));
    stage.legacy.on_request(hang);
    stage.start();
    raw_client client(stage.port());
    auto const from = steady::now();
    auto const got = client.ask(get("/orders/1"));
    check_is_problem(got, 504);
    CHECK(steady::now() - from >= milliseconds(190));
    CHECK(got.field("Proxy-Status")->find("http_response_timeout") != std::string::npos);
    auto const line =
        stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "request"; });
    REQUIRE(line);
    CHECK(line->at("why") == "request_timeout");
    CHECK(stage.facade().metric("ficus_request_timeouts_total{feature=\"orders\"}") == 1);

    INFO("its connection goes on");
    stage.legacy.on_request(says("legacy"));
    CHECK(client.ask(get("/orders/2")).text() == "legacy");
}

TEST_CASE("the time that a request waits for a connection counts") {
    auto with = limited("200ms");
    with.monolith = "max_connections = 1\n";
    scene stage(with);
    stage.legacy.on_request(hang);
    stage.start();
    raw_client first(stage.port());
    raw_client second(stage.port());
    first.send(get("/other"));
    REQUIRE(stage.legacy.wait_for_count(1));
    check_is_problem(second.ask(get("/orders/1")), 504);
    CHECK(stage.legacy.count() == 1);
}

TEST_CASE("legacy is asked while there is time left for it") {
    scene stage(limited("2s", "fallback = true\n"));
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        hang(on);
    });
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "legacy");
    CHECK(stage.facade().metric("ficus_fallbacks_total{feature=\"orders\",reason=\"request_timeout\"}") == 1);

    INFO("what may have been done by modern has all of the time, and is not done again");
    auto const from = steady::now();
    check_is_problem(ask(stage.port(), request("POST", "/orders", {}, "once")), 504);
    CHECK(steady::now() - from >= milliseconds(1'950));
    CHECK(stage.legacy.count() == 1);
    CHECK(stage.facade().metric("ficus_request_timeouts_total{feature=\"orders\"}") == 1);
}

TEST_CASE("modern has all of the time once it answers, though legacy could answer instead") {
    scene stage(limited("3s", "fallback = true\n"));
    stage.modern.on_request([](exchange& on) {
        auto const from = steady::now();
        on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        // Past the half of the time that is kept for legacy.
        while (steady::now() - from < milliseconds(1'700) && on.send(as_chunk("more")))
            std::this_thread::sleep_for(milliseconds(20));
        on.send("0\r\n\r\n");
    });
    stage.start();
    stage.flip("modern");
    auto const got = ask(stage.port(), get("/orders/1"));
    CHECK(got.whole());
    CHECK(got.text().starts_with("more"));
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("an answer that is under way when the time is up is cut off, and does not look complete") {
    scene stage(limited("200ms"));
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (on.send(as_chunk("more")) && !on.stopping()) std::this_thread::sleep_for(milliseconds(5));
    });
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(get("/orders/1"));
    CHECK(got.status == 200);
    CHECK(got.end == ending::cut);
    auto const line =
        stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "request"; });
    REQUIRE(line);
    CHECK(line->at("why") == "request_timeout");
}

TEST_CASE("a client that does not read is not waited for any longer either") {
    scene stage(limited("200ms"));
    stage.legacy.on_request([](exchange& on) { on.answer_pattern(256UL << 20, false); });
    stage.start();
    raw_client client(stage.port());
    client.send(get("/orders/1"));
    CHECK(stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "request"; }));
    CHECK(stage.legacy.wait_for_open_connections(0));
}

TEST_CASE("a body that must be held is waited for no longer than the request may take") {
    auto with = limited("200ms", "translator = \"orders\"\ncontract = \"modern\"\n");
    with.rest = R"(
[translators.orders]
legacy = { format = "text" }
modern = { format = "text" }
[[translators.orders.fields]]
legacy = "text"
modern = "text"
)";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    client.send(
        "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nhalf");
    check_is_problem(client.read_answer("POST"), 408);
    // It is counted once the client has been told.
    CHECK(eventually([&] {
        return stage.facade().metric("ficus_facade_answers_total{reason=\"request_timeout\"}") == 1;
    }));
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("a WebSocket lasts as long as it is wanted") {
    scene stage(limited("200ms"));
    stage.legacy.on_request([](exchange& on) {
        if (on.request().target == "/orders/late") return hang(on);
        on.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        for (auto bytes = on.read_some(); !bytes.empty(); bytes = on.read_some()) on.send(bytes);
    });
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(get("/orders/socket", {{"Connection", "Upgrade"},
                                                       {"Upgrade", "websocket"},
                                                       {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                                       {"Sec-WebSocket-Version", "13"}}));
    REQUIRE(got.status == 101);
    INFO("its time is up when that of a later request is");
    check_is_problem(ask(stage.port(), get("/orders/late")), 504);
    client.send("still here");
    CHECK(client.read_exactly(10) == "still here");
}

TEST_CASE("an upstream is told how long it is waited for, and the client's own word for that is dropped") {
    auto with = limited("1500ms");
    with.monolith = "response_timeout = \"900ms\"\ntimeout_header = \"X-Time-Left\"\n";
    scene stage(with);
    stage.start();
    auto const told = [&](std::string const& path) {
        ask(stage.port(), get(path, {{"x-time-left", "99999999"}, {"X-Other", "kept"}}));
        auto const seen = stage.legacy.last();
        CHECK(seen.field("X-Other") == "kept");
        CHECK(seen.head.raw.find("99999999") == std::string::npos);
        return std::stol(seen.field("X-Time-Left").value_or("-1"));
    };
    CHECK(told("/elsewhere") == 900);
    CHECK(told("/orders/1") == 900);
    with.monolith = "timeout_header = \"X-Time-Left\"\n";
    stage.write(with);
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "reloaded"; }));
    CHECK(told("/elsewhere") == 30'000);
    auto const left = told("/orders/1");
    CHECK(left <= 1500);
    CHECK(left > 0);
}

TEST_CASE("how long a side is waited for may be the feature's to say") {
    script with;
    with.rest = R"([features.quick]
match = [ { path_prefix = "/quick" } ]
legacy = { response_timeout = "200ms" }
modern = { upstream = "fresh", response_timeout = "200ms", retries = 0 }
)";
    scene stage(with);
    stage.legacy.on_request(hang);
    stage.modern.on_request(hang);
    stage.start();
    check_is_problem(ask(stage.port(), get("/quick/1")), 504);
    stage.cli_json({"flip", "quick", "modern"});
    check_is_problem(ask(stage.port(), get("/quick/1")), 504);
    CHECK(stage.legacy.count() == 1);
    CHECK(stage.modern.count() == 1);
}
