#include "facade/app/recording_reply.hpp"
#include "unit/app/configured.hpp"
#include "unit/recording/readings.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::recorded_reply;
using test::site_of;

namespace {

std::string const text = R"(
[facade]
legacy = "monolith"
[upstreams.monolith]
endpoints = ["http://127.0.0.1:9001"]
[features.orders]
match = [ { path_prefix = "/orders" } ]
modern = "monolith"
contract = "modern"
)";

} // namespace

TEST_CASE("what is fetched is what was lost, and a recording") {
    obs::counters counters(1);
    auto const site = site_of(text, counters);
    auto& tap = *site->features[0].tap;
    CHECK(recorded_reply(*site, "orders", "session=a&share=10000").status == 200);
    CHECK(tap.is_armed());
    recording::recorded one;
    one.method = "GET";
    one.target = "/orders/7";
    tap.offer(std::move(one), std::chrono::system_clock::now());
    tap.lose();
    auto const reply = recorded_reply(*site, "orders", "session=a&share=0");
    CHECK(reply.status == 200);
    CHECK(reply.content_type == "application/x-ndjson");
    REQUIRE(reply.body.starts_with("{\"lost\":1}\n"));
    auto const found = test::whole(reply.body.substr(reply.body.find('\n') + 1));
    CHECK(found.head.feature == "orders");
    CHECK(found.head.contract == rules::side::modern);
    CHECK(found.head.at_ms > 0);
    REQUIRE(found.requests.size() == 1);
    CHECK(found.requests[0].target == "/orders/7");
    CHECK_FALSE(tap.is_armed());
}

TEST_CASE("who cannot record is told why") {
    obs::counters counters(1);
    auto const site = site_of(text, counters);
    CHECK(recorded_reply(*site, "carts", "session=a&share=1").status == 404);
    CHECK(recorded_reply(*site, "orders", "share=1").status == 400);
    CHECK(recorded_reply(*site, "orders", "session=a&share=1").status == 200);
    CHECK(recorded_reply(*site, "orders", "session=b&share=1").status == 409);
    CHECK(recorded_reply(*site, "orders", "session=a&share=1").status == 200);
}
