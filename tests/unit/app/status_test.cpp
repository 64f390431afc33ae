#include "facade/app/site_builder.hpp"
#include "facade/app/status.hpp"
#include "unit/app/configured.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace ficus;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

constexpr auto two_upstreams = R"(
[facade]
legacy = "monolith"
[upstreams.monolith]
endpoints = ["http://127.0.0.1:9001"]
[upstreams.orders]
endpoints = ["http://127.0.0.1:9002"]
[features.orders]
match = [ { path_prefix = "/orders" } ]
modern = "orders"
)";

json::object status_of(obs::counters const& counters, pipeline::site const& site) {
    return json::parse(app::status_json(counters, site, 7)).as_object();
}

} // namespace

TEST_CASE("the status of a facade that has served nothing") {
    obs::counters counters(2);
    auto const site = test::site_of(two_upstreams, counters);
    auto const status = status_of(counters, *site);
    CHECK(status.at("revision") == 7);
    CHECK(status.at("requests") == 0);
    auto const& orders = status.at("features").as_object().at("orders").as_object();
    CHECK(orders.at("requests") == json::parse(R"({"legacy": 0, "modern": 0})"));
    CHECK(orders.at("errors") == json::parse(R"({"legacy": 0, "modern": 0})"));
    CHECK(orders.at("latency_ms").at("modern") == json::parse(R"({"p50": null, "p90": null, "p99": null})"));
    CHECK(orders.at("breaker").is_null());
}

TEST_CASE("the status tells which endpoints are left out") {
    obs::counters counters(1);
    std::string text = two_upstreams;
    std::string const single = "[\"http://127.0.0.1:9002\"]";
    text.replace(text.find(single), single.size(),
                 R"(["http://127.0.0.1:9002", { url = "http://127.0.0.1:9003", weight = 2 }])");
    auto const site = test::site_of(text, counters);
    auto const upstreams = [&] { return status_of(counters, *site).at("upstreams").as_object(); };
    CHECK(upstreams().at("monolith") ==
          json::parse(R"({"connections": 0, "waiting": 0, "limit": 256, "endpoints":
        {"127.0.0.1:9001": {"state": "up", "addresses": ["127.0.0.1"], "weight": 1, "failures": 0, "ejections": 0}}})"));
    auto const now = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        site->upstreams[1]->health()->tell(1, now, now + 1h, upstream::verdict::failed);
    CHECK(upstreams().at("orders").at("endpoints") == json::parse(R"(
        {"127.0.0.1:9002": {"state": "up", "addresses": ["127.0.0.1"], "weight": 1, "failures": 0, "ejections": 0},
         "127.0.0.1:9003": {"state": "ejected", "addresses": ["127.0.0.1"], "weight": 2, "failures": 5, "ejections": 1}})"));
}

TEST_CASE("the status tells what a feature's breaker does") {
    obs::counters counters(1);
    auto const site = test::site_of(std::string(two_upstreams) + "fallback = true\n", counters);
    auto const breaker = [&] {
        return status_of(counters, *site).at("features").at("orders").at("breaker").as_object();
    };
    CHECK(breaker().at("state") == "closed");
    CHECK(breaker().at("opened") == 0);
    auto const now = std::chrono::steady_clock::now();
    auto& of_orders = *site->features[0].guards->sides[1].breakers[0];
    for (int i = 0; i < 20; ++i) of_orders.ask(0, now).tell(now, resilience::outcome::failed);
    CHECK_FALSE(of_orders.ask(0, now));
    CHECK(breaker().at("state") == "open");
    CHECK(breaker().at("opened") == 1);
    CHECK(breaker().at("refused") == 1);
}

TEST_CASE("requests, errors and latencies are told by side, threads added up") {
    obs::counters counters(2);
    auto const site = test::site_of(two_upstreams, counters);
    auto const feature = counters.feature("orders");
    for (std::size_t thread : {0, 1}) {
        auto& sides = feature->of(thread).sides;
        sides[0].by_class[2].add(3);
        sides[1].by_class[2].add(1);
        sides[1].by_class[5].add(1);
        sides[1].by_class[0].add(1);
        sides[1].errors.add(2);
        for (int i = 0; i < 50; ++i) sides[1].latency.add(1500us);
        counters.thread(thread).requests.add(10);
        counters.thread(thread).unmatched.add(4);
        counters.thread(thread).connections_open.add(1);
    }
    for (int i = 0; i < 2; ++i) feature->of(0).sides[1].latency.add(60s);
    auto const status = status_of(counters, *site);
    CHECK(app::status_json(counters, *site, 7).find('E') == std::string::npos);
    CHECK(status.at("requests") == 20);
    CHECK(status.at("unmatched") == 8);
    CHECK(status.at("connections") == 2);
    auto const& orders = status.at("features").as_object().at("orders").as_object();
    CHECK(orders.at("requests") == json::parse(R"({"legacy": 6, "modern": 6})"));
    CHECK(orders.at("errors") == json::parse(R"({"legacy": 0, "modern": 4})"));
    auto const& modern = orders.at("latency_ms").at("modern").as_object();
    // Within the bucket that they fell into, 1 to 2 ms; what is beyond all buckets is at their end.
    CHECK(modern.at("p50").as_double() > 1.0);
    CHECK(modern.at("p50").as_double() < 2.0);
    CHECK(modern.at("p90").as_double() >= modern.at("p50").as_double());
    CHECK(modern.at("p90").as_double() <= 2.0);
    CHECK(modern.at("p99").as_double() == 30'000.0);
    CHECK(orders.at("latency_ms").at("legacy").at("p50").is_null());
}

TEST_CASE(
    "readiness: 503 until the facade serves and while it drains, 200 with a broken store that says so") {
    app::store_health const sound;
    app::store_health const broken{true, "rules.db is gone",
                                   std::chrono::system_clock::time_point(1'772'600'767'089ms)};
    struct row {
        bool ready;
        bool draining;
        bool degraded;
        unsigned status;
        char const* word;
    };
    for (auto const& r : {row{true, false, false, 200, "ok"}, row{true, false, true, 200, "degraded"},
                          row{true, true, false, 503, "draining"}, row{true, true, true, 503, "draining"},
                          row{false, false, false, 503, "starting"}, row{false, false, true, 503, "starting"},
                          row{false, true, false, 503, "draining"}}) {
        auto const said = app::readiness_json(r.degraded ? broken : sound, r.ready, r.draining, 7);
        CAPTURE(r.word, r.degraded);
        CHECK(said.status == r.status);
        auto const document = json::parse(said.json).as_object();
        CHECK(document.at("status") == r.word);
        CHECK(document.at("revision") == 7);
        CHECK(document.contains("store") == r.degraded);
        if (r.degraded) CHECK(document.at("store").at("since") == "2026-03-04T05:06:07.089Z");
        if (r.degraded) CHECK(document.at("store").at("reason") == "rules.db is gone");
    }
}

TEST_CASE("the status tells what bulkheads have under way, and limits that move") {
    obs::counters counters(1);
    std::string text = two_upstreams;
    std::string const plain = "modern = \"orders\"";
    text.replace(text.find(plain), plain.size(), R"(modern = { upstream = "orders", max_requests = 1 })");
    std::string const endpoint = "endpoints = [\"http://127.0.0.1:9002\"]\n";
    text.insert(text.find(endpoint), "adaptive = { least = 5 }\n");
    auto const site = test::site_of(text, counters);
    auto const& bulkhead = site->features[0].guards->sides[1].bulkhead;
    auto const place = bulkhead->enter();
    CHECK_FALSE(bulkhead->enter());
    auto const status = status_of(counters, *site);
    CHECK(status.at("features").at("orders").at("bulkheads") == json::parse(R"({"modern":
        {"requests": 1, "max_requests": 1, "pending": 0, "max_pending": null, "refused": 1}})"));
    CHECK(status.at("upstreams").at("orders").at("adaptive_limit") == 5);
    CHECK(status.at("upstreams").at("orders").at("limit") == 256);
    CHECK_FALSE(status.at("upstreams").at("monolith").as_object().contains("adaptive_limit"));
}
