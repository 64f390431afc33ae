// How often an upstream that fails is asked again: never so often that it makes an outage worse.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace ficus::test;

namespace {

void break_off(exchange& on) {
    on.read_body();
    on.abort();
}

std::string three(std::string const& first, std::string const& second, std::string const& third,
                  std::string const& more = {}) {
    return "[upstreams.three]\nendpoints = [\"" + first + "\", \"" + second + "\", \"" + third + "\"]\n" +
           more;
}

} // namespace

TEST_CASE("an outage is not multiplied: retries are at most a tenth of the requests") {
    scene stage;
    stage.legacy.on_request(break_off);
    stage.start();
    raw_client client(stage.port());
    constexpr std::size_t requests = 400;
    for (std::size_t i = 0; i < requests; ++i) REQUIRE(client.ask(get("/orders/1")).status == 502);
    CHECK(stage.legacy.count() > requests);
    CHECK(stage.legacy.count() <= requests + requests / 10);
    auto const retried =
        stage.facade().metric("ficus_retries_total{upstream=\"monolith\",reason=\"closed_before_head\"}");
    CHECK(retried == static_cast<double>(stage.legacy.count() - requests));
    CHECK(stage.facade().metric("ficus_retry_budget_exhausted_total{upstream=\"monolith\"}") ==
          static_cast<double>(requests) - retried.value_or(0));
}

TEST_CASE(
    "without a budget nothing is asked again of an endpoint, but of another one where nothing was sent") {
    closed_port nobody;
    fake_upstream first{says("alive")};
    fake_upstream second{says("alive")};
    script with;
    with.monolith = "retry_budget = { share = 0, least = 0 }\n";
    with.orders = "legacy = \"three\"\n";
    with.rest = three(first.url(), nobody.url(), second.url(), "retry_budget = { share = 0, least = 0 }\n");
    scene stage(with);
    stage.legacy.on_request(break_off);
    stage.start();
    raw_client client(stage.port());
    CHECK(client.ask(get("/elsewhere")).status == 502);
    CHECK(stage.legacy.count() == 1);
    for (int i = 0; i < 60; ++i) REQUIRE(client.ask(request("POST", "/orders", {}, "x")).text() == "alive");
    CHECK_FALSE(stage.facade().metric("ficus_retry_budget_exhausted_total{upstream=\"three\"}"));
}

TEST_CASE("where all endpoints are gone going from one to the next takes of the budget") {
    closed_port first;
    closed_port second;
    closed_port third;
    script with;
    with.orders = "legacy = \"three\"\n";
    with.rest = three(first.url(), second.url(), third.url(), "retries = 2\n");
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 200; ++i) REQUIRE(client.ask(get("/orders/1")).status == 502);
    auto const retried = stage.facade().metric("ficus_retries_total{upstream=\"three\",reason=\"refused\"}");
    // Ten in ten seconds are allowed to the few, or a tenth, and until it is known who is gone, two.
    CHECK(retried <= 22);
}

TEST_CASE("a method that is not idempotent is tried again, and falls back, only by consent") {
    script with;
    with.orders = "retry_methods = [\"POST\"]\n";
    scene stage(with);
    std::atomic<int> asked = 0;
    stage.legacy.on_request([&](exchange& on) {
        if (++asked % 2 == 1) return break_off(on);
        on.answer(200, on.read_body().bytes);
    });
    stage.start();
    raw_client client(stage.port());
    CHECK(client.ask(request("POST", "/orders", {}, "twice")).text() == "twice");
    CHECK(stage.legacy.count() == 2);
    check_is_problem(client.ask(request("PATCH", "/orders", {}, "once")), 502);
    CHECK(stage.legacy.count() == 3);
}

TEST_CASE("by consent a write that modern has broken is done by legacy") {
    script with;
    with.orders = "fallback = true\nretry_methods = [\"POST\"]\n";
    scene stage(with);
    stage.modern.on_request(break_off);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(request("POST", "/orders", {}, "x")).text() == "legacy");
    check_is_problem(client.ask(request("PATCH", "/orders", {}, "x")), 502);
    CHECK(stage.legacy.count() == 1);
}
