#include "tools/live_figures.hpp"

#include <catch2/catch.hpp>

using namespace ficus::tools;

TEST_CASE("figures of several facades add up, latencies are the worst") {
    live_figures all;
    REQUIRE(add_figures(
        all, R"({"features":{"orders":{"requests":{"legacy":10,"modern":3},"errors":{"legacy":1,"modern":0},
        "latency_ms":{"legacy":{"p50":1.5,"p99":9},"modern":{"p50":null,"p99":null}}}}})"));
    REQUIRE(add_figures(
        all, R"({"features":{"orders":{"requests":{"legacy":5,"modern":4},"errors":{"legacy":0,"modern":2},
        "latency_ms":{"legacy":{"p50":2.5,"p99":7},"modern":{"p50":4,"p99":8}}}}})"));
    auto const& orders = all.features.at("orders");
    CHECK(orders.legacy.requests == 15);
    CHECK(orders.legacy.errors == 1);
    CHECK(orders.legacy.p50_ms == 2.5);
    CHECK(orders.legacy.p99_ms == 9.0);
    CHECK(orders.modern.requests == 7);
    CHECK(orders.modern.errors == 2);
    CHECK(orders.modern.p99_ms == 8.0);
}

TEST_CASE("of several facades' breakers the worst is told") {
    live_figures all;
    auto const add = [&](std::string const& breaker) {
        return add_figures(all, R"({"features":{"orders":{"breaker":)" + breaker + "}}}");
    };
    REQUIRE(add("null"));
    CHECK_FALSE(all.features.at("orders").breaker);
    REQUIRE(add(R"({"state":"closed","opened":1,"refused":2})"));
    CHECK(all.features.at("orders").breaker->state == "closed");
    REQUIRE(add(R"({"state":"open","opened":3,"refused":4})"));
    REQUIRE(add(R"({"state":"half_open","opened":0,"refused":0})"));
    CHECK(all.features.at("orders").breaker->state == "open");
    CHECK(all.features.at("orders").breaker->opened == 4);
    CHECK(all.features.at("orders").breaker->refused == 6);
}

TEST_CASE("of upstreams what several facades have adds up, and an endpoint is as bad as the worst has it") {
    live_figures all;
    auto const add = [&](std::string const& endpoints) {
        return add_figures(
            all,
            R"({"features":{},"upstreams":{"fresh":{"connections":3,"waiting":2,"limit":256,"endpoints":)" +
                endpoints + "}}}");
    };
    REQUIRE(add(
        R"({"a:1":{"state":"up","addresses":["10.0.0.1","10.0.0.2"],"failures":1,"ejections":0},"b:2":{"state":"trial"}})"));
    REQUIRE(add(
        R"({"a:1":{"state":"ejected","addresses":["10.0.0.2","10.0.0.3"],"failures":5,"ejections":1},"b:2":{"state":"up"}})"));
    auto const& fresh = all.upstreams.at("fresh");
    CHECK(fresh.connections == 6);
    CHECK(fresh.waiting == 4);
    CHECK(fresh.limit == 512);
    CHECK(fresh.endpoints.at("a:1").state == "ejected");
    CHECK(fresh.endpoints.at("a:1").failures == 6);
    CHECK(fresh.endpoints.at("a:1").ejections == 1);
    CHECK(fresh.endpoints.at("a:1").addresses == std::set<std::string>{"10.0.0.1", "10.0.0.2", "10.0.0.3"});
    CHECK(fresh.endpoints.at("b:2").state == "trial");
    CHECK(fresh.endpoints.at("b:2").addresses.empty());
}

TEST_CASE("what several facades may have under way adds up") {
    live_figures all;
    REQUIRE(add_figures(all, R"({"features":{"orders":{"bulkheads":{"modern":
        {"requests":3,"max_requests":4,"pending":1,"max_pending":null,"refused":5}}}}})"));
    REQUIRE(add_figures(all, R"({"features":{"orders":{"bulkheads":{"modern":
        {"requests":1,"max_requests":4,"pending":0,"max_pending":null,"refused":2}}}},
        "upstreams":{"fresh":{"limit":256,"adaptive_limit":37}}})"));
    auto const& modern = all.features.at("orders").bulkheads.at("modern");
    CHECK(modern.requests == 4);
    CHECK(modern.max_requests == 8U);
    CHECK(modern.pending == 1);
    CHECK_FALSE(modern.max_pending);
    CHECK(modern.refused == 7);
    CHECK(all.upstreams.at("fresh").adaptive_limit == 37U);
}

TEST_CASE("what is left out counts nothing, and what is no answer is said to be none") {
    live_figures all;
    CHECK(add_figures(all, R"({"features":{"orders":{"requests":{"legacy":"x"}}}})"));
    CHECK(all.features.at("orders").legacy.requests == 0);
    CHECK_FALSE(all.features.at("orders").legacy.p50_ms);
    for (auto const* text : {"", "{", "[]", "{}", R"({"features":[]})", "<html>"})
        CHECK_FALSE(add_figures(all, text));
}

TEST_CASE("a facade that cannot be reached is named") {
    // Port 0 is never listened on.
    auto const all = ask_facades({{.pid = 4711, .listen = {}, .admin = "127.0.0.1:0"}});
    REQUIRE(all.troubles.size() == 1);
    CHECK(all.troubles[0].find("facade 4711") != std::string::npos);
    CHECK(all.features.empty());
}
