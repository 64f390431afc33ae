// A broken new service is not an outage: what may be asked again is asked of legacy.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("a broken new service is no outage: idempotent requests fall back to legacy") {
    closed_port nobody;
    script with;
    with.orders = "fallback = true\n";
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 20; ++i) CHECK(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(client.ask(request("PUT", "/orders/1", {}, "again is the same")).text() == "legacy");
    CHECK(stage.legacy.last().body.bytes == "again is the same");

    INFO("each request counts once for each side that it asked, and never as more errors than requests");
    boost::json::object orders;
    CHECK(eventually([&] {
        orders = stage.status_of("orders");
        return orders.at("requests").at("legacy").to_number<int>() == 21;
    }));
    CHECK(boost::json::serialize(orders.at("requests")) == R"({"legacy":21,"modern":21})");
    CHECK(boost::json::serialize(orders.at("errors")) == R"({"legacy":0,"modern":21})");
}

TEST_CASE("a write that the new service may have begun is never done again by legacy") {
    script with;
    with.orders = "fallback = true\n";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        on.close();
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    check_is_problem(client.ask(request("POST", "/orders", {}, "never twice")), 502);
    CHECK(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.count() >= 2);
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.method == "GET");
}

TEST_CASE("a new service that does not answer in time falls back too") {
    script with;
    with.orders = "fallback = true\n";
    with.fresh = "response_timeout = \"200ms\"\nretries = 0\n";
    scene stage(with);
    stage.modern.on_request([](exchange& on) { on.peer_leaves(); });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/slow")).text() == "legacy");
}

TEST_CASE("without fallback the new service's absence is seen") {
    closed_port nobody;
    script with;
    with.orders = "fallback = false\n";
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    stage.flip("modern");
    check_is_problem(ask(stage.port(), get("/orders/1")), 502);
    CHECK(stage.legacy.count() == 0);
}

namespace {

/// Clients speak modern, so that whatever legacy is asked or says must be translated; modern is not there.
script translated_fallback(closed_port const& nobody) {
    script with;
    with.orders = "contract = \"modern\"\ntranslator = \"orders\"\nfallback = true\n";
    with.modern_endpoint = nobody.url();
    with.rest = R"(
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
type   = "integer"
)";
    return with;
}

} // namespace

TEST_CASE("a fallback whose answer cannot be translated is an error, once") {
    closed_port nobody;
    scene stage(translated_fallback(nobody));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    check_is_problem(client.ask(get("/orders/1")), 502); // "legacy" is no XML
    CHECK(stage.legacy.count() == 1);
}

TEST_CASE("a request that legacy cannot be told is not sent round in circles") {
    closed_port nobody;
    scene stage(translated_fallback(nobody));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    check_is_problem(client.ask(request("PUT", "/orders/1", {}, "no JSON")), 502);
    CHECK(stage.legacy.count() == 0);
    CHECK(stage.facade().metric("ficus_request_errors_total{feature=\"orders\",side=\"modern\"}") == 1);
    CHECK(stage.facade().metric("ficus_request_errors_total{feature=\"orders\",side=\"legacy\"}") == 0);
}

TEST_CASE("a body that was not held for translation does not reach legacy untranslated") {
    closed_port nobody;
    scene stage(translated_fallback(nobody));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.send(chunked_request("PUT", "/orders/1") + as_chunk("{\"id\":1}"));
    auto const got = client.read_answer("PUT");
    CHECK(got.status >= 502);
    CHECK(stage.legacy.count() == 0);
}
