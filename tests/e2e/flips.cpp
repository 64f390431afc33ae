// A flip loses nothing, is live within milliseconds, and nothing that begins after the CLI has returned goes
// the old way.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

struct one_flip {
    std::string to;
    steady::time_point began;
    steady::time_point returned;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

} // namespace

TEST_CASE("200 flips under load fail nothing, and each is obeyed once its command has returned") {
    // What was asked and logged is not looked at here, and each command takes longer to start for all that
    // this process remembers: fork(2) copies its page tables.
    script with;
    with.rest = "[facade.log]\naccess = 0.001\n";
    scene stage(with);
    stage.start();
    load_options options;
    options.port = stage.port();
    options.clients = 16;
    // A sanitizer's commands take a second of the processor each, and would have little of it.
    options.pause = milliseconds(static_cast<int>(patience()));
    options.request = [](std::size_t client, std::uint64_t n) {
        return n % 4 == 0 ? request("POST", "/orders", {{"X-User-Id", std::to_string(client)}}, "an order")
                          : get("/orders/" + std::to_string(n), {{"X-User-Id", std::to_string(client)}});
    };
    load clients(options);
    REQUIRE(clients.wait_for_a_round());

    constexpr int flips = 200;
    std::vector<one_flip> done;
    std::vector<double> live_ms;
    std::vector<double> command_ms;
    for (int i = 0; i < flips; ++i) {
        std::string const to = i % 2 == 0 ? "modern" : "legacy";
        auto const result = stage.cli({"flip", "orders", to, "--json"});
        INFO(result.output << result.errors);
        REQUIRE(result.status == 0);
        auto const said = result.json().as_object();
        CHECK(said.at("revision").to_number<int>() == i + 1);
        REQUIRE(said.at("live").as_array().size() == 1);
        live_ms.push_back(said.at("live").as_array()[0].at("after_ms").to_number<double>());
        done.push_back({to, result.started, result.returned});
        command_ms.push_back(
            std::chrono::duration<double, std::milli>(result.returned - result.started).count());
        stage.legacy.forget();
        stage.modern.forget();
        REQUIRE(clients.wait_for_a_round());
    }
    clients.stop();
    INFO(clients.first_failure());
    CHECK(clients.failures() == 0);

    std::size_t judged = 0;
    for (auto const& one : clients.samples()) {
        // The newest flip that had returned when the request began; judged when no other began before its
        // answer.
        auto const next =
            std::upper_bound(done.begin(), done.end(), one.started,
                             [](steady::time_point at, one_flip const& flip) { return at < flip.returned; });
        if (next == done.begin() || (next != done.end() && next->began < one.ended)) continue;
        ++judged;
        if (one.upstream != std::prev(next)->to) {
            FAIL_CHECK("a request that began after a flip to " << std::prev(next)->to << " was served by "
                                                               << one.upstream);
        }
    }
    CHECK(judged > flips * 8);
    WARN("requests: " << clients.samples().size() << ", judged: " << judged
                      << ", median time to live: " << median(live_ms)
                      << " ms, worst: " << *std::max_element(live_ms.begin(), live_ms.end())
                      << " ms, median time of the command: " << median(command_ms) << " ms");
    CHECK(median(live_ms) < 20 * patience());
}

TEST_CASE("a request is served by the side that was in force when it began") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    client.send("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
    REQUIRE(stage.legacy.wait_for_count(1));
    stage.flip("modern");
    client.send("dy");
    CHECK(client.read_answer("POST").text() == "legacy");
    CHECK(client.ask(get("/orders")).text() == "modern");
    CHECK(stage.legacy.last().body.bytes == "body");
}

TEST_CASE("a flip that changes nothing commits nothing and says so") {
    scene stage;
    stage.start();
    auto const first = stage.cli_json({"flip", "orders", "25%", "--reason", "first customers"});
    auto const again = stage.cli({"flip", "orders", "25%"});
    CHECK(again.status == 0);
    CHECK((again.output + again.errors).find("nothing") != std::string::npos);
    CHECK(stage.cli_json({"status"}).at("revision") == first.at("revision"));
    auto const dry = stage.cli_json({"flip", "orders", "50%", "--dry-run"});
    CHECK(dry.at("after").as_array()[0].at("share").to_number<double>() == 50.0);
    CHECK(stage.cli_json({"status"}).at("revision") == first.at("revision"));
}

TEST_CASE("a rollback puts back what was, a second one undoes it, and the audit trail tells") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    auto const side = [&] { return client.ask(get("/orders")).text(); };
    stage.cli_json({"flip", "orders", "modern", "--reason", "move them all"});
    CHECK(side() == "modern");
    stage.cli_json({"rollback", "orders"});
    CHECK(side() == "legacy");
    stage.cli_json({"rollback", "orders"});
    CHECK(side() == "modern");
    stage.cli_json({"rollback", "orders", "--to", "2"});
    CHECK(side() == "legacy");

    auto const trail = stage.cli_json({"history", "orders"}).at("revisions").as_array();
    REQUIRE(trail.size() == 4);
    CHECK(trail[0].at("revision").to_number<int>() == 4);
    CHECK(trail[3].at("reason").as_string() == "move them all");
    CHECK_FALSE(trail[3].at("by").as_string().empty());
    CHECK_FALSE(trail[3].at("at").as_string().empty());
    for (std::size_t i = 0; i + 1 < trail.size(); ++i)
        CHECK(trail[i].at("before") == trail[i + 1].at("after"));

    CHECK(stage.cli({"flip", "orders", "10%", "--if-revision", "1"}).status == 1);
    CHECK(stage.cli({"flip", "orders", "10%", "--if-revision", "4"}).status == 0);
    CHECK(stage.cli({"flip", "nobody", "10%"}).status == 2);
    CHECK(stage.cli({"flip", "orders", "110%"}).status == 2);
}

TEST_CASE("a flip made while no facade runs is what the next one starts with") {
    scene stage;
    auto const said = stage.cli_json({"flip", "orders", "modern"});
    CHECK(said.at("live").as_array().empty());
    stage.start();
    CHECK(ask(stage.port(), get("/orders")).text() == "modern");
    auto const facades = stage.cli_json({"status"}).at("facades").as_array();
    REQUIRE(facades.size() == 1);
    CHECK(facades[0].at("pid").to_number<int>() == stage.facade().pid());
    CHECK(facades[0].at("revision").to_number<int>() == 1);
}
