#include "facade/admin/routes.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <stdexcept>

using namespace ficus::admin;

namespace {

sources some() {
    return {
        [] {
            return json_answer{200, R"({"status":"live"})"};
        },
        [] {
            return json_answer{503, R"({"status":"starting"})"};
        },
        [] { return std::string{"ficus_up 1\n"}; },
        [] { return std::string{R"({"revision":7})"}; },
    };
}

} // namespace

TEST_CASE("each path answers with its source") {
    for (auto const* path : {"/livez", "/healthz", "/livez?verbose"}) {
        auto const live = answer_to("GET", path, some());
        CHECK(live.status == 200);
        CHECK(live.content_type == "application/json");
        CHECK(live.body == R"({"status":"live"})");
    }
    auto const metrics = answer_to("GET", "/metrics", some());
    CHECK(metrics.content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(metrics.body == "ficus_up 1\n");
    CHECK(answer_to("GET", "/api/status", some()).body == R"({"revision":7})");
}

TEST_CASE("readiness has the status that its source says") {
    auto const ready = answer_to("GET", "/readyz", some());
    CHECK(ready.status == 503);
    CHECK(ready.body == R"({"status":"starting"})");
}

TEST_CASE("what is not there is a problem that says what is") {
    for (auto const* target : {"/", "/livez/", "/LIVEZ", "/metricsx", "*", "", "http://a/livez"}) {
        auto const reply = answer_to("GET", target, some());
        CHECK(reply.status == 404);
        CHECK(reply.content_type == "application/problem+json");
        auto const body = boost::json::parse(reply.body).as_object();
        CHECK(body.at("status").to_number<int>() == 404);
        CHECK(body.at("title").as_string() == "Not Found");
        CHECK_THAT(std::string{body.at("detail").as_string()}, Catch::Contains("/readyz"));
    }
}

TEST_CASE("what is there can only be read") {
    for (auto const* method : {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
        auto const reply = answer_to(method, "/metrics", some());
        CHECK(reply.status == 405);
        CHECK(reply.allow == "GET, HEAD");
    }
    CHECK(answer_to("POST", "/nowhere", some()).status == 404);
}

TEST_CASE("a source that throws is answered with 500") {
    auto from = some();
    from.metrics = []() -> std::string { throw std::runtime_error{"no counters"}; };
    auto const reply = answer_to("GET", "/metrics", from);
    CHECK(reply.status == 500);
    CHECK_THAT(reply.body, Catch::Contains("no counters"));
}

TEST_CASE("a recording is fetched by GET alone, with its feature and its query") {
    auto from = some();
    std::string asked;
    from.record = [&](std::string_view feature, std::string_view query) {
        asked += std::string(feature) + "|" + std::string(query) + "\n";
        return reply{200, "application/x-ndjson", {}, "{}\n"};
    };
    auto const got = answer_to("GET", "/api/record/orders?session=a&share=1", from);
    CHECK(got.content_type == "application/x-ndjson");
    CHECK(got.body == "{}\n");
    answer_to("GET", "/api/record/orders", from);
    // Who takes what there is has to get it.
    for (auto const* method : {"HEAD", "POST", "DELETE"}) {
        auto const refused = answer_to(method, "/api/record/orders?session=a&share=1", from);
        CHECK(refused.status == 405);
        CHECK(refused.allow == "GET");
    }
    CHECK(asked == "orders|session=a&share=1\norders|\n");
}
