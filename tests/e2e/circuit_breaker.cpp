// A service that fails is asked no more for a while, and again once it is well.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <deque>

using namespace ficus::test;

namespace {

void break_off(exchange& on) {
    on.read_body();
    on.abort();
}

script guarded(std::string const& breaker, std::string const& more = "fallback = true\n") {
    script with;
    with.orders = more;
    with.rest = "[features.orders.breaker]\n" + breaker;
    return with;
}

std::optional<double> state_of(scene& stage, std::string const& scope, std::string const& name) {
    return stage.facade().metric("ficus_breaker_state{scope=\"" + scope + "\",name=\"" + name + "\"}");
}

facade_process::line_test event(std::string const& name) {
    return [name](boost::json::object const& said) { return said.at("event").as_string() == name; };
}

} // namespace

TEST_CASE("a service that fails every time is soon asked no more, and legacy answers at once") {
    scene stage(guarded("open_for = \"1h\"\n"));
    stage.modern.on_request(break_off);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 60; ++i) REQUIRE(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.count() == 20);
    CHECK(state_of(stage, "feature", "orders") == 1);
    CHECK(stage.facade().metric("ficus_breaker_opened_total{scope=\"feature\",name=\"orders\"}") == 1);
    CHECK(stage.facade().metric("ficus_breaker_refused_total{scope=\"feature\",name=\"orders\"}") > 30);
    CHECK(stage.facade().metric("ficus_fallbacks_total{feature=\"orders\",reason=\"circuit_open\"}") > 30);
    auto const line = stage.facade().wait_for_line(event("breaker_open"));
    REQUIRE(line);
    CHECK(line->at("feature") == "orders");
    CHECK(line->at("why") == "failure_rate");
    CHECK(stage.status_of("orders").at("breaker").at("state") == "open");

    INFO("a write that modern never saw is legacy's too");
    CHECK(client.ask(request("POST", "/orders", {}, "x")).text() == "legacy");
    CHECK(stage.modern.count() == 20);

    INFO("what was not asked stays an error of modern");
    CHECK(boost::json::serialize(stage.status_of("orders").at("errors")) == R"({"legacy":0,"modern":61})");

    INFO("a reload does not forget it");
    auto with = guarded("open_for = \"1h\"\n");
    with.limits = "body_timeout = \"7s\"\n";
    stage.write(with);
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.facade().wait_for_line(event("reloaded")));
    CHECK(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.count() == 20);
}

TEST_CASE("a service that has come back is asked again, a few at first") {
    scene stage(guarded("open_for = \"50ms\"\nprobes = 2\n"));
    stage.modern.on_request(break_off);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 30; ++i) REQUIRE(client.ask(get("/orders/1")).text() == "legacy");
    REQUIRE(stage.facade().wait_for_line(event("breaker_open")));
    stage.modern.on_request(says("modern"));
    CHECK(eventually([&] { return client.ask(get("/orders/1")).text() == "modern"; }));
    CHECK(eventually([&] {
        client.ask(get("/orders/1"));
        return state_of(stage, "feature", "orders") == 0;
    }));
    CHECK(stage.facade().wait_for_line(event("breaker_half_open")));
    CHECK(stage.facade().wait_for_line(event("breaker_closed")));
    CHECK(client.ask(get("/orders/1")).text() == "modern");
}

TEST_CASE("without legacy to answer instead an open breaker is a 503 that says when to come back") {
    scene stage(guarded("consecutive = 3\nopen_for = \"1h\"\n", ""));
    stage.modern.on_request(break_off);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 3; ++i) CHECK(client.ask(request("POST", "/orders", {}, "x")).status == 502);
    auto const got = client.ask(request("POST", "/orders", {}, "x"));
    check_is_problem(got, 503);
    CHECK(got.field("Retry-After"));
    CHECK(got.field("Proxy-Status")->find("destination_unavailable") != std::string::npos);
    CHECK(stage.modern.count() == 3);
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("statuses are failures where they are named, and others are not") {
    scene stage(guarded("consecutive = 3\nopen_for = \"1h\"\nfailures = [503]\n", ""));

    stage.modern.on_request(
        [](exchange& on) { on.answer(on.request().target == "/orders/503" ? 503 : 500, ""); });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 10; ++i) CHECK(client.ask(get("/orders/500")).status == 500);
    CHECK(stage.modern.count() == 10);
    for (int i = 0; i < 3; ++i) CHECK(client.ask(get("/orders/503")).status == 503);
    CHECK(stage.modern.count() == 13);
    CHECK(client.ask(get("/orders/500")).status == 503);
    CHECK(stage.modern.count() == 13);
}

TEST_CASE("a service that hangs is found out while its answers are still due") {
    scene stage(guarded("slow_after = \"50ms\"\nmin_requests = 4\nopen_for = \"1h\"\n"));
    stage.modern.on_request([](exchange& on) { on.peer_leaves(milliseconds(30'000)); });
    stage.start();
    stage.flip("modern");
    std::deque<raw_client> waiting;
    for (int i = 0; i < 4; ++i) waiting.emplace_back(stage.port()).send(get("/orders/1"));
    auto const line = stage.facade().wait_for_line(event("breaker_open"));
    REQUIRE(line);
    CHECK(line->at("why") == "slow_rate");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.count() == 4);
}

TEST_CASE("a client that is slow to send its body is no failure of the service, nor makes it slow") {
    // Stretched as the waits below are.
    auto const enough = std::to_string(static_cast<int>(1000 * patience())) + "ms";
    scene stage(guarded("consecutive = 1\nslow_after = \"50ms\"\nmin_requests = 1\nopen_for = \"1h\"\n",
                        "request_timeout = \"" + enough + "\"\n"));
    stage.modern.on_request([](exchange& on) {
        if (on.request().field("Expect")) on.send("HTTP/1.1 100 Continue\r\n\r\n");
        on.read_body();
        on.answer(200, "modern");
    });
    stage.start();
    stage.flip("modern");
    auto const head = "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n";
    {
        raw_client client(stage.port());
        client.send(head + std::string("Expect: 100-continue\r\n\r\n"));
        REQUIRE(client.read_some().starts_with("HTTP/1.1 100"));
        CHECK_FALSE(client.is_closed(milliseconds(150)));
        client.send("xy");
        CHECK(client.read_answer("POST").text() == "modern");
    }
    {
        raw_client client(stage.port());
        client.send(head + std::string("\r\nx"));
        CHECK(client.read_answer("POST").status == 504);
    }
    CHECK(state_of(stage, "feature", "orders") == 0);
    CHECK(ask(stage.port(), get("/orders/1")).text() == "modern");
}

TEST_CASE("a feature may do without a breaker") {
    script with;
    with.orders = "fallback = true\nbreaker = false\n";
    with.fresh = "retries = 0\n";
    scene stage(with);
    stage.modern.on_request(break_off);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 40; ++i) REQUIRE(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.count() == 40);
    CHECK_FALSE(state_of(stage, "feature", "orders"));
    CHECK(stage.status_of("orders").at("breaker").is_null());
}

TEST_CASE("an upstream's breaker guards it from all that ask it") {
    script with;
    with.monolith = "retries = 0\nbreaker = { consecutive = 3, open_for = \"1h\" }\n";
    scene stage(with);
    stage.legacy.on_request(break_off);
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 3; ++i) CHECK(client.ask(get("/elsewhere")).status == 502);
    check_is_problem(client.ask(get("/elsewhere")), 503);
    check_is_problem(client.ask(get("/orders/1")), 503);
    CHECK(stage.legacy.count() == 3);
    CHECK(state_of(stage, "upstream", "monolith") == 1);
}
