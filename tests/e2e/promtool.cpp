// Prometheus' own checker on the metrics of a facade that has counted something of most kinds.
#include "e2e/scene.hpp"
#include "support/child_process.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace ficus::test;

namespace {

/// Unpacked by tools/test.
std::string const promtool = FICUS_SOURCE_DIR "/build/promtool/promtool";

struct verdict {
    std::optional<exit_status> status;
    std::string said;
};

verdict check(std::string const& page) {
    child_options options;
    options.command = {promtool, "check", "metrics"};
    options.input = page;
    child_process checker(options);
    auto const status = checker.wait();
    return {status, checker.output() + checker.errors()};
}

} // namespace

TEST_CASE("promtool has nothing to say against the metrics") {
    if (!std::filesystem::exists(promtool)) {
        WARN("no promtool here: tools/test unpacks it");
        return;
    }
    closed_port nobody;
    script with;
    with.modern_endpoint = nobody.url();
    with.orders = "fallback = true\nthrottle = [{ rate = \"3/h\" }]\nlegacy = { max_requests = 9 }\n";
    with.monolith = "adaptive = true\n";
    scene stage(with);
    auto& facade = stage.start();
    stage.flip("modern");
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 5; ++i) client.ask(get("/orders/1"));
    CHECK(client.ask(get("/page")).status == 200);
    CHECK(ask(stage.port(), "nonsense\r\n\r\n").status == 400);
    // All are counted: one by one they are after the client has been told.
    REQUIRE(eventually([&] { return facade.metric("ficus_client_answers_total{class=\"4xx\"}") == 3; }));
    auto const page = facade.admin("/metrics").text();
    REQUIRE(page.find("ficus_request_duration_seconds_bucket{") != std::string::npos);
    REQUIRE(page.find("ficus_bulkhead_refused_total{") != std::string::npos);
    REQUIRE(page.find("ficus_upstream_concurrency_limit{") != std::string::npos);
    auto const fine = check(page);
    CHECK(fine.status == 0);
    CHECK(fine.said == "");
    // And it would have.
    CHECK(check(page + "# HELP shelves x\n# TYPE shelves counter\nshelves 1\n").status != 0);
}

TEST_CASE("the process says of itself what it takes") {
    scene stage;
    auto& facade = stage.start();
    CHECK(facade.metric("process_resident_memory_bytes").value_or(0) > 1'000'000);
    CHECK(facade.metric("process_virtual_memory_bytes") > facade.metric("process_resident_memory_bytes"));
    CHECK(facade.metric("process_cpu_seconds_total").value_or(0) > 0);
    auto const open = facade.metric("process_open_fds").value_or(0);
    CHECK(open > 5);
    CHECK(facade.metric("process_max_fds").value_or(0) > open);
    raw_client one(stage.port());
    one.ask(get("/"));
    CHECK(facade.metric("process_open_fds").value_or(0) > open);
}
