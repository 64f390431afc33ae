// A feature takes so many requests and no more: who comes too soon is told when to come again.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

script throttled(std::string const& rules) {
    script with;
    with.orders = "throttle = [" + rules + "]\n";
    return with;
}

fields key(std::string value) {
    return {{"X-Api-Key", std::move(value)}};
}

void check_is_throttled(answer const& got) {
    check_is_problem(got, 429);
    CHECK(got.field("Proxy-Status").value_or("").find("error=http_request_denied") != std::string::npos);
    CHECK(std::stoi(got.field("Retry-After").value_or("0")) >= 1);
}

} // namespace

TEST_CASE("who comes too soon gets 429, on a connection that stays, and no side hears of it") {
    scene stage(throttled(R"({ rate = "3/h" })"));
    auto& facade = stage.start();
    raw_client client(stage.port());
    for (int left = 2; left >= 0; --left) {
        auto const got = client.ask(get("/orders/1"));
        CHECK(got.text() == "legacy");
        CHECK(got.field("RateLimit-Policy") == R"("orders";q=3;w=3600)");
        CHECK(
            got.field("RateLimit").value_or("").starts_with("\"orders\";r=" + std::to_string(left) + ";t="));
    }
    auto const refused = client.ask(get("/orders/1"));
    check_is_throttled(refused);
    CHECK(refused.field("RateLimit-Policy") == R"("orders";q=3;w=3600)");
    CHECK(refused.field("RateLimit").value_or("").starts_with("\"orders\";r=0;t="));
    auto const wait = std::stoi(refused.field("Retry-After").value_or("0"));
    CHECK(wait > 1100);
    CHECK(wait <= 1200);

    INFO("the connection goes on, and what is not the feature's is not throttled");
    auto const other = client.ask(get("/page"));
    CHECK(other.text() == "legacy");
    CHECK_FALSE(other.field("RateLimit").has_value());
    check_is_throttled(client.ask(get("/orders/2")));

    CHECK(stage.legacy.count() == 4);
    CHECK(facade.metric(R"(ficus_throttled_requests_total{feature="orders",rule="1"})") == 2);
    // These are counted once the client has been told.
    CHECK(
        eventually([&] { return facade.metric(R"(ficus_facade_answers_total{reason="throttled"})") == 2; }));
    CHECK(eventually([&] { return facade.metric("ficus_refused_requests_total") == 2; }));
    auto const orders = stage.status_of("orders");
    CHECK(boost::json::serialize(orders.at("requests")) == R"({"legacy":3,"modern":0})");
    CHECK(boost::json::serialize(orders.at("errors")) == R"({"legacy":0,"modern":0})");
}

TEST_CASE("who waits for as long as is said is served again") {
    scene stage(throttled(R"({ rate = "1/s" })"));
    stage.start();
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1")).status == 200);
    auto const refused = client.ask(get("/orders/1"));
    check_is_throttled(refused);
    CHECK(refused.field("Retry-After") == "1");
    auto const since = steady::now();
    CHECK(eventually([&] { return client.ask(get("/orders/1")).status == 200; }));
    CHECK(steady::now() - since < milliseconds(1'500));
}

TEST_CASE("each key has its own rate, and who is greedy takes nothing from the others") {
    scene stage(throttled(R"({ rate = "6/h" }, { key = ["header:X-Api-Key", "ip"], rate = "2/h" })"));
    auto& facade = stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 2; ++i) CHECK(client.ask(get("/orders/1", key("greedy"))).status == 200);
    for (int i = 0; i < 20; ++i) check_is_throttled(client.ask(get("/orders/1", key("greedy"))));
    for (int i = 0; i < 2; ++i) CHECK(client.ask(get("/orders/1", key("modest"))).status == 200);
    for (int i = 0; i < 2; ++i) CHECK(client.ask(get("/orders/1")).status == 200);
    auto const refused = client.ask(get("/orders/1", key("late")));
    check_is_throttled(refused);
    CHECK(refused.field("RateLimit-Policy") == R"("orders";q=6;w=3600, "orders-2";q=2;w=3600)");
    CHECK(refused.field("RateLimit").value_or("").starts_with("\"orders\";r=0;"));
    CHECK(facade.metric(R"(ficus_throttled_requests_total{feature="orders",rule="1"})") == 1);
    CHECK(facade.metric(R"(ficus_throttled_requests_total{feature="orders",rule="2"})") == 20);
}

TEST_CASE("the facade's threads count together") {
    scene stage(throttled(R"({ rate = "10/h" })")); // it has two threads
    stage.start();
    int served = 0;
    for (int i = 0; i < 40; ++i) served += ask(stage.port(), get("/orders/1")).status == 200 ? 1 : 0;
    CHECK(served == 10);
}

TEST_CASE(
    "a body of who comes too soon is passed over where it is here, and not waited for where it is not") {
    scene stage(throttled(R"({ rate = "1/h" })"));
    stage.start();
    CHECK(ask(stage.port(), get("/orders/1")).status == 200);
    raw_client client(stage.port());
    check_is_throttled(client.ask(request("POST", "/orders", {}, "all of it")));
    CHECK(client.ask(get("/page")).status == 200);
    CHECK(
        client.send("POST /orders HTTP/1.1\r\nHost: app.example\r\nContent-Length: 1000\r\n\r\nsome of it"));
    auto const refused = client.read_answer("POST");
    check_is_throttled(refused);
    CHECK(refused.field("Connection") == "close");
    CHECK(client.is_closed());
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.method == "GET");
}

TEST_CASE("requests that are turned away are neither shadowed nor logged more than others") {
    auto with = throttled(R"({ rate = "1/h" })");
    with.rest = "[facade.log]\naccess = 0.0\n";
    scene stage(with);
    auto& facade = stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1")).status == 200);
    for (int i = 0; i < 5; ++i) check_is_throttled(client.ask(get("/orders/1")));
    CHECK(eventually([&] {
        return facade.metric(R"(ficus_shadow_requests_total{feature="orders",outcome="chosen"})") == 1;
    }));
    CHECK(facade.metric(R"(ficus_shadow_requests_total{feature="orders",outcome="eligible"})") == 1);
    CHECK(facade.stop().has_value());
    for (auto const& line : facade.lines())
        CHECK(boost::json::serialize(line).find("\"throttled\"") == std::string::npos);
}

TEST_CASE("a reload keeps what has been taken, unless the rules are others") {
    auto with = throttled(R"({ rate = "2/h" })");
    scene stage(with);
    auto& facade = stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 2; ++i) CHECK(client.ask(get("/orders/1")).status == 200);
    auto const reloaded = [&](script const& other) {
        stage.write(other);
        auto const from = facade.line_count();
        facade.signal(SIGHUP);
        return facade.wait_for_line([](auto const& line) { return line.at("event") == "reloaded"; }, from)
            .has_value();
    };
    with.facade = "drain = \"3s\"\n";
    REQUIRE(reloaded(with));
    check_is_throttled(client.ask(get("/orders/1")));
    with.orders = "throttle = [{ rate = \"3/h\" }]\n";
    REQUIRE(reloaded(with));
    CHECK(client.ask(get("/orders/1")).status == 200);
    with.orders = "";
    REQUIRE(reloaded(with));
    for (int i = 0; i < 5; ++i) CHECK(client.ask(get("/orders/1")).status == 200);
}

TEST_CASE("a translated answer says what is left as well") {
    auto with = throttled(R"({ rate = "5/h" })");
    with.orders += "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "no"
modern = "id"
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.answer(200, R"({"id":"1"})", {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.flip("modern");
    auto const got = ask(stage.port(), get("/orders/1"));
    CHECK(got.text() == R"({"no":"1"})");
    CHECK(got.field("RateLimit").value_or("").starts_with("\"orders\";r=4;t="));
}
