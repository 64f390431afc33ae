// What a facade says of itself: its log, its metrics, its health.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

facade_process::line_test names(std::string const& id) {
    return [id](boost::json::object const& line) {
        return boost::json::serialize(line).find('"' + id + '"') != std::string::npos;
    };
}

/// What metrics count of the feature's answers, all of which were 2xx.
std::map<std::string, double> requests_by_side(std::string const& metrics) {
    std::map<std::string, double> by_side;
    std::istringstream lines(metrics);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("ficus_requests_total{") ||
            line.find("feature=\"orders\"") == std::string::npos)
            continue;
        CHECK(line.find("\"2xx\"") != std::string::npos);
        auto const value = std::stod(line.substr(line.rfind(' ') + 1));
        if (line.find("side=\"legacy\"") != std::string::npos) by_side["legacy"] += value;
        if (line.find("side=\"modern\"") != std::string::npos) by_side["modern"] += value;
    }
    return by_side;
}

} // namespace

TEST_CASE("the access log tells of each request: which feature, which side, by which revision") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.ask(get("/orders/1?secret=in-query",
                   {{"X-Request-ID", "first-id"}, {"Authorization", "Bearer top-secret"}}));
    auto const line = facade.wait_for_line(names("first-id"));
    REQUIRE(line);
    INFO(boost::json::serialize(*line));
    CHECK(line->at("feature").as_string() == "orders");
    CHECK(line->at("side").as_string() == "modern");
    CHECK(line->at("upstream").as_string() == "fresh");
    CHECK(line->at("status").to_number<int>() == 200);
    CHECK(line->at("revision").to_number<int>() == 1);
    CHECK(line->at("method").as_string() == "GET");
    client.ask(get("/page", {{"X-Request-ID", "second-id"}}));
    auto const other = facade.wait_for_line(names("second-id"));
    REQUIRE(other);
    CHECK(other->at("feature").is_null());
    CHECK(other->at("upstream").as_string() == "monolith");
    for (auto const& said : facade.lines())
        CHECK(boost::json::serialize(said).find("top-secret") == std::string::npos);
}

TEST_CASE("a request that is refused early is logged with who asked, and null for what could not be read") {
    scene stage;
    auto& facade = stage.start();
    CHECK(ask(stage.port(), request("GET", "no-path", {{"X-Request-ID", "early-id"}})).status == 400);
    auto const line = facade.wait_for_line(names("early-id"));
    REQUIRE(line);
    INFO(boost::json::serialize(*line));
    CHECK(line->at("status").to_number<int>() == 400);
    CHECK(line->at("client").as_string() == "127.0.0.1");
    CHECK(line->at("host").as_string() == "app.example");
    CHECK(line->at("path").is_null());
}

TEST_CASE("with access = 0 only failed requests are logged") {
    closed_port nobody;
    script with;
    with.modern_endpoint = nobody.url();
    with.rest = "[facade.log]\naccess = 0.0\n";
    scene stage(with);
    auto& facade = stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.ask(get("/fine", {{"X-Request-ID", "fine-id"}}));
    check_is_problem(client.ask(request("POST", "/orders", {{"X-Request-ID", "failed-id"}}, "x")), 502);
    auto const line = facade.wait_for_line(names("failed-id"));
    REQUIRE(line);
    CHECK(line->at("status").to_number<int>() == 502);
    for (auto const& said : facade.lines()) CHECK_FALSE(names("fine-id")(said));
}

TEST_CASE("metrics count requests by feature, side and status class, and know the revision") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("modern");
    stage.flip("legacy");
    raw_client client(stage.port());
    for (int i = 0; i < 7; ++i) client.ask(get("/orders/1"));
    stage.flip("modern");
    for (int i = 0; i < 5; ++i) client.ask(get("/orders/1"));

    // A client may have an answer's last byte a moment before it is counted.
    auto got = facade.admin("/metrics");
    bool const all = eventually([&] {
        got = facade.admin("/metrics");
        return requests_by_side(got.text())["modern"] >= 5;
    });
    auto const& text = got.text();
    INFO(text);
    CHECK(all);
    CHECK(got.status == 200);
    CHECK(got.field("Content-Type").value_or("").starts_with("text/plain"));
    CHECK(requests_by_side(text) == std::map<std::string, double>{{"legacy", 7}, {"modern", 5}});
    CHECK(text.find("_bucket{") != std::string::npos);
    CHECK(text.find("revision") != std::string::npos);

    auto const status = stage.status_of("orders");
    CHECK(status.at("requests").at("legacy").to_number<int>() == 7);
    CHECK(status.at("requests").at("modern").to_number<int>() == 5);
    CHECK(status.at("phase").as_string() == "modern");
}

TEST_CASE("the health endpoints answer on the admin listener alone") {
    scene stage;
    auto& facade = stage.start();
    for (auto const* target : {"/livez", "/healthz", "/readyz"}) CHECK(facade.admin(target).status == 200);
    CHECK(facade.admin("/readyz").json().at("status").as_string() != "degraded");
    CHECK(facade.admin("/nothing").status == 404);
    CHECK(ask(stage.port(), get("/readyz")).text() == "legacy");
    auto const status = stage.cli_json({"status"});
    auto const& facades = status.at("facades").as_array();
    REQUIRE(facades.size() == 1);
    CHECK(facades[0].at("pid").to_number<int>() == facade.pid());
    CHECK(facades[0].at("listen").as_array()[0].as_string() == "127.0.0.1:" + std::to_string(facade.port()));
    CHECK(facades[0].at("admin").as_string() == "127.0.0.1:" + std::to_string(facade.admin_port()));
}
