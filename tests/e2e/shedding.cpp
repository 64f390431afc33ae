// More comes than the facade has time for: what matters least is turned away at once, and the rest is served.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

constexpr std::string_view shed = "[facade.shed]\ndelay = \"10ms\"\n";

/// Each request of `orders` keeps a thread busy for milliseconds, and matters little.
script busy(std::string_view more = shed) {
    script with;
    with.orders = "translator = \"busy\"\npriority = \"low\"\n";
    with.rest = std::string(more) + R"(
[features.health]
match    = [{ path = "/health" }]
modern   = "fresh"
priority = "always"
[features.orders.compare]
methods = ["POST"]
[translators.busy]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.busy.fields]]
legacy = "id"
modern = "id"
type   = "integer"
[translators.busy.lua]
to_modern = "local n = 0 for i = 1, 200000 do n = n + i end target.n = n"
)";
    return with;
}

std::string const order = request("POST", "/orders", {{"Content-Type", "application/json"}}, R"({"id":7})");

void answer_orders(fake_upstream& with) {
    with.on_request([](exchange& on) {
        on.read_body();
        on.answer(200, R"({"id":7})", {{"Content-Type", "application/json"}});
    });
}

/// As many who wait as take a thread tens of milliseconds, and never all of them at once: after such a wave
/// there is nothing to do for a moment, and no wait stands.
load_options crowd(scene const& stage) {
    load_options with;
    with.port = stage.port();
    with.clients = 64;
    with.request = [](std::size_t, std::uint64_t) { return order; };
    with.pause = std::chrono::milliseconds(1);
    with.stagger = std::chrono::microseconds(250);
    return with;
}

double shed_requests(facade_process const& of, std::string const& priority) {
    return of.metric("ficus_shed_requests_total{priority=\"" + priority + "\"}").value_or(-1);
}

} // namespace

TEST_CASE("what matters least is turned away, and what must be answered is, until the crowd has gone") {
    scene stage(busy());
    answer_orders(stage.modern);
    auto& facade = stage.start();
    stage.flip("modern");
    stage.cli_json({"shadow", "orders", "100%"});
    {
        load many(crowd(stage));
        REQUIRE(facade.wait_for_line([](auto const& line) { return line.at("event") == "shedding_began"; }, 0,
                                     milliseconds(10'000)));
        raw_client health(stage.port());
        for (int i = 0; i < 50; ++i) CHECK(health.ask(get("/health")).status == 200);
        CHECK(facade.admin("/livez").status == 200);
        CHECK(facade.admin("/readyz").status == 200);
        CHECK(shed_requests(facade, "low") > 0);

        INFO("who is turned away is told when to come again, and keeps the connection");
        raw_client client(stage.port());
        answer refused;
        REQUIRE(eventually([&] { return (refused = client.ask(order)).status == 503; }));
        check_is_problem(refused, 503);
        auto const wait = std::stoi(refused.field("Retry-After").value_or("0"));
        CHECK(wait >= 1);
        CHECK(wait <= 3);
        CHECK_FALSE(refused.field("Connection").has_value());
        CHECK(client.ask(get("/health")).status == 200);
        // No copy is made of what is still served.
        CHECK(eventually([&] {
            return facade.metric(R"(ficus_shadow_skipped_total{feature="orders",reason="shedding"})") > 0;
        }));
    }
    REQUIRE(facade.wait_for_line([](auto const& line) { return line.at("event") == "shedding_ended"; }, 0,
                                 milliseconds(20'000)));
    REQUIRE(eventually([&] { return facade.metric("ficus_shed_part") == 0; }, milliseconds(20'000)));
    CHECK(ask(stage.port(), order).status == 200);

    INFO("and none of those who were turned away reached a side");
    auto const low = shed_requests(facade, "low");
    CHECK(low > shed_requests(facade, "normal"));
    auto const asked = [&](std::string_view feature) {
        auto const sides = stage.status_of(feature).at("requests");
        return sides.at("legacy").to_number<double>() + sides.at("modern").to_number<double>();
    };
    CHECK(facade.metric("ficus_http_requests_total") == asked("orders") + asked("health") + low);
    auto const orders = stage.status_of("orders");
    CHECK(boost::json::serialize(orders.at("errors")) == R"({"legacy":0,"modern":0})");
}

TEST_CASE("without [facade.shed] all of them wait, and a reload takes it away") {
    scene stage(busy(""));
    answer_orders(stage.modern);
    auto& facade = stage.start();
    stage.flip("modern");
    load many(crowd(stage));
    REQUIRE(eventually([&] { return facade.metric("ficus_queue_delay_seconds") > 0.01; }));
    REQUIRE(many.wait_for_a_round(milliseconds(20'000)));
    CHECK(many.first_failure() == "");

    auto const reload = [&](std::string_view more) {
        stage.write(busy(more));
        auto const from = facade.line_count();
        facade.signal(SIGHUP);
        REQUIRE(facade.wait_for_line([](auto const& line) { return line.at("event") == "reloaded"; }, from));
    };
    reload(shed);
    REQUIRE(eventually([&] { return shed_requests(facade, "low") > 0; }));
    reload("");
    auto const before = shed_requests(facade, "low");
    REQUIRE(many.wait_for_a_round(milliseconds(20'000)));
    CHECK(shed_requests(facade, "low") == before);
    many.stop();
}
