// A feature's share of what a side can take: one that hangs takes no more than that, whoever else asks.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <deque>

using namespace ficus::test;

namespace {

/// The feature `walled`, below `/walled`, with these limits at its modern side, and more keys.
script walled(std::string const& limits, std::string const& more = "fallback = true\nbreaker = false\n") {
    script with;
    with.rest = "[features.walled]\nmatch = [ { path_prefix = \"/walled\" } ]\nmodern = { upstream = "
                "\"fresh\", " +
                limits + " }\n" + more;
    return with;
}

/// Answers `/walled...` once the gate is open, and everything else at once.
handler hangs_behind(gate& door, std::string name) {
    return [&door, say = says(std::move(name))](exchange& on) {
        if (on.request().target.starts_with("/walled")) door.wait(milliseconds(60'000));
        say(on);
    };
}

std::optional<double> metric(scene& stage, std::string const& name, std::string const& more = "") {
    return stage.facade().metric("ficus_bulkhead_" + name + "{feature=\"walled\",side=\"modern\"" + more +
                                 "}");
}

bool reloaded(scene& stage, script const& with) {
    stage.write(with);
    auto const from = stage.facade().line_count();
    stage.facade().signal(SIGHUP);
    return stage.facade()
        .wait_for_line([](auto const& line) { return line.at("event") == "reloaded"; }, from)
        .has_value();
}

/// Clients that ask and wait.
std::deque<raw_client> waiting(scene& stage, std::size_t count, std::string const& target = "/walled/1") {
    std::deque<raw_client> clients;
    for (std::size_t i = 0; i < count; ++i) clients.emplace_back(stage.port()).send(get(target));
    return clients;
}

} // namespace

TEST_CASE(
    "of a service that hangs no more requests wait than its bulkhead holds, and legacy answers the others") {
    gate door;
    scene stage(walled("max_requests = 3"));
    stage.modern.on_request(hangs_behind(door, "modern"));
    auto& facade = stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto stuck = waiting(stage, 3);
    REQUIRE(stage.modern.wait_for_count(3));
    raw_client client(stage.port());
    for (int i = 0; i < 20; ++i) {
        auto const begun = steady::now();
        REQUIRE(client.ask(get("/walled/2")).text() == "legacy");
        CHECK(steady::now() - begun < milliseconds(static_cast<int>(500 * patience())));
    }
    CHECK(client.ask(request("POST", "/walled", {}, "x")).text() == "legacy");
    CHECK(stage.modern.count() == 3);
    CHECK(metric(stage, "requests") == 3);
    CHECK(metric(stage, "refused_total", ",limit=\"max_requests\"") == 21);
    CHECK(metric(stage, "refused_total", ",limit=\"max_pending\"") == 0);
    CHECK(facade.metric("ficus_fallbacks_total{feature=\"walled\",reason=\"overloaded\"}") == 21);
    auto const line = facade.wait_for_line([](auto const& said) {
        return said.contains("fallback_reason") && said.at("fallback_reason") == "overloaded";
    });
    REQUIRE(line);
    CHECK(line->at("detail") == "max_requests of feature walled at modern are under way");
    auto const status = stage.status_of("walled");
    CHECK(boost::json::serialize(status.at("bulkheads")) ==
          R"({"modern":{"requests":3,"max_requests":3,"pending":0,"max_pending":null,"refused":21}})");
    CHECK(stage.cli({"status"}).output.find("modern has 3 requests, as many as it may, 21 refused") !=
          std::string::npos);

    INFO("another feature has the service for itself");
    stage.flip("modern");
    CHECK(client.ask(get("/orders/1")).text() == "modern");

    INFO("once the service is well all is as before");
    door.open();
    for (auto& one : stuck) CHECK(one.read_answer().text() == "modern");
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
    for (int i = 0; i < 5; ++i) CHECK(client.ask(get("/walled/3")).text() == "modern");
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
}

TEST_CASE("without legacy to answer instead a full bulkhead is a 503 that says when to come back, at once") {
    gate door;
    scene stage(walled("max_requests = 1", ""));
    stage.modern.on_request(hangs_behind(door, "modern"));
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto stuck = waiting(stage, 1);
    REQUIRE(stage.modern.wait_for_count(1));
    raw_client client(stage.port());
    auto const got = client.ask(get("/walled/2"));
    check_is_problem(got, 503);
    CHECK(got.field("Retry-After") == "1");
    CHECK(got.field("Proxy-Status")->find("connection_limit_reached") != std::string::npos);
    CHECK(stage.legacy.count() == 0);
    INFO("its connection goes on, and whoever gives up leaves his place");
    stuck.front().abort();
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
    door.open();
    CHECK(client.ask(get("/walled/3")).text() == "modern");
}

TEST_CASE("a bulkhead says how many of its requests may wait for a connection, whatever others' do") {
    gate door;
    auto with = walled("max_pending = 1", "");
    with.fresh = "max_connections = 1\nmax_pending = 50\n";
    scene stage(with);
    stage.modern.on_request(hangs_behind(door, "modern"));
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    stage.flip("modern");
    auto stuck = waiting(stage, 1);
    REQUIRE(stage.modern.wait_for_count(1));
    auto queued = waiting(stage, 1);
    REQUIRE(eventually([&] { return metric(stage, "pending") == 1; }));
    auto others = waiting(stage, 3, "/orders/1");
    for (int i = 0; i < 3; ++i) check_is_problem(ask(stage.port(), get("/walled/2")), 503);
    CHECK(metric(stage, "refused_total", ",limit=\"max_pending\"") == 3);
    CHECK(eventually([&] { return metric(stage, "requests") == 2; }));
    door.open();
    for (auto* all : {&stuck, &queued, &others})
        for (auto& one : *all) CHECK(one.read_answer().text() == "modern");
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
    CHECK(metric(stage, "pending") == 0);
}

TEST_CASE(
    "legacy is guarded as modern is, and a feature that hangs there takes no connection from the others") {
    gate door;
    script with;
    with.monolith = "max_connections = 4\nmax_pending = 0\n";
    with.rest =
        "[features.walled]\nmatch = [ { path_prefix = \"/walled\" } ]\nmodern = \"fresh\"\nlegacy = { "
        "max_requests = 2 }\n";
    scene stage(with);
    stage.legacy.on_request(hangs_behind(door, "legacy"));
    stage.start();
    auto stuck = waiting(stage, 2);
    REQUIRE(stage.legacy.wait_for_count(2));
    for (int i = 0; i < 10; ++i) {
        check_is_problem(ask(stage.port(), get("/walled/2")), 503);
        CHECK(ask(stage.port(), get("/page")).text() == "legacy");
    }
    stage.cli_json({"flip", "walled", "modern"});
    CHECK(ask(stage.port(), get("/walled/3")).text() == "modern");
    door.open();
    for (auto& one : stuck) CHECK(one.read_answer().text() == "legacy");
}

TEST_CASE("a request keeps its place while it is tried again, and gives it back before legacy is asked") {
    auto with = walled("max_requests = 1, retries = 2");
    with.fresh = "backoff = { base = \"1ms\", most = \"1ms\" }\nretry_budget = { share = 1, least = 1000 }\n";
    gate door;
    scene stage(with);
    stage.modern.on_request([](exchange& on) { on.abort(); });
    stage.legacy.on_request([&](exchange& on) {
        door.wait(milliseconds(60'000));
        on.answer(200, "legacy");
    });
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto fallen_back = waiting(stage, 1);
    REQUIRE(stage.legacy.wait_for_count(1));
    CHECK(stage.modern.count() == 3);
    CHECK(metric(stage, "requests") == 0);
    CHECK(metric(stage, "refused_total", ",limit=\"max_requests\"") == 0);
    door.open();
    CHECK(fallen_back.front().read_answer().text() == "legacy");
}

TEST_CASE("what is refused counts neither for a breaker nor for an endpoint") {
    gate door;
    auto with = walled("max_requests = 1", "fallback = true\n[features.walled.breaker]\nconsecutive = 2\n"
                                           "min_requests = 2\nopen_for = \"1h\"\n");
    scene stage(with);
    stage.modern.on_request(hangs_behind(door, "modern"));
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto stuck = waiting(stage, 1);
    REQUIRE(stage.modern.wait_for_count(1));
    for (int i = 0; i < 10; ++i) CHECK(ask(stage.port(), get("/walled/2")).text() == "legacy");
    CHECK(stage.facade().metric("ficus_breaker_state{scope=\"feature\",name=\"walled\"}") == 0);
    door.open();
    CHECK(stuck.front().read_answer().text() == "modern");
    CHECK(ask(stage.port(), get("/walled/3")).text() == "modern");
}

TEST_CASE("a reload keeps what is under way in a bulkhead, and takes its new limits") {
    gate door;
    scene stage(walled("max_requests = 2"));
    stage.modern.on_request(hangs_behind(door, "modern"));
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto stuck = waiting(stage, 2);
    REQUIRE(stage.modern.wait_for_count(2));
    auto const is_answered_by = [&](std::string const& who) {
        return ask(stage.port(), get("/walled/2")).text() == who;
    };
    auto other = walled("max_requests = 2, response_timeout = \"20s\"");
    REQUIRE(reloaded(stage, other));
    CHECK(is_answered_by("legacy"));
    CHECK(metric(stage, "requests") == 2);
    REQUIRE(reloaded(stage, walled("max_requests = 3")));
    auto third = waiting(stage, 1);
    REQUIRE(stage.modern.wait_for_count(3));
    CHECK(is_answered_by("legacy"));
    REQUIRE(reloaded(stage, walled("max_requests = 1")));
    CHECK(metric(stage, "requests") == 3);
    door.open();
    for (auto& one : stuck) CHECK(one.read_answer().text() == "modern");
    CHECK(third.front().read_answer().text() == "modern");
    CHECK(eventually([&] { return is_answered_by("modern"); }));
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
}

TEST_CASE("a WebSocket has its place for as long as it is one") {
    scene stage(walled("max_requests = 1", ""));
    stage.modern.on_request([](exchange& on) {
        if (!on.request().field("Upgrade")) return on.answer(200, "modern");
        on.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        for (auto bytes = on.read_some(); !bytes.empty(); bytes = on.read_some()) on.send(bytes);
        on.close();
    });
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    raw_client socket(stage.port());
    REQUIRE(socket
                .ask(get("/walled/socket", {{"Connection", "Upgrade"},
                                            {"Upgrade", "websocket"},
                                            {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                            {"Sec-WebSocket-Version", "13"}}))
                .status == 101);
    socket.send("ping");
    REQUIRE(socket.read_exactly(4) == "ping");
    check_is_problem(ask(stage.port(), get("/walled/1")), 503);
    socket.close();
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
    CHECK(ask(stage.port(), get("/walled/1")).text() == "modern");
}

TEST_CASE("what cannot be translated asks the contract's side by that side's bulkhead") {
    gate door;
    auto with = walled("max_requests = 1", R"(legacy = { max_requests = 1 }
translator = "walled"
[translators.walled]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.walled.fields]]
legacy = "no"
modern = "id"
)");
    scene stage(with);
    stage.legacy.on_request(hangs_behind(door, "legacy"));
    stage.modern.on_request([](exchange& on) {
        on.answer(200, R"({"id":"1"})", {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.cli_json({"flip", "walled", "modern"});
    auto const broken = request("POST", "/walled/1", {{"Content-Type", "application/json"}}, "{");
    raw_client stuck(stage.port());
    stuck.send(broken);
    REQUIRE(stage.legacy.wait_for_count(1));
    CHECK(metric(stage, "requests") == 0);
    check_is_problem(ask(stage.port(), broken), 503);
    CHECK(ask(stage.port(), get("/walled/2")).text() == R"({"no":"1"})");
    door.open();
    CHECK(stuck.read_answer("POST").text() == "legacy");
}

TEST_CASE("flips under load, with a service that hangs now and then, cost nobody an answer") {
    std::atomic<bool> hang = false;
    scene stage(walled("max_requests = 4, response_timeout = \"300ms\", retries = 0"));
    stage.modern.on_request([&, say = says("modern")](exchange& on) {
        if (hang) on.peer_leaves(milliseconds(60'000));
        say(on);
    });
    stage.start();
    load clients({.port = stage.port(),
                  .clients = 12,
                  .request = [](std::size_t, std::uint64_t) { return get("/walled/1"); },
                  .pause = std::chrono::microseconds(500)});
    for (int round = 0; round < 6; ++round) {
        hang = round % 2 == 1;
        stage.cli_json({"flip", "walled", round % 3 == 2 ? "50%" : "modern"});
        REQUIRE(clients.wait_for_a_round());
    }
    clients.stop();
    CHECK(clients.failures() == 0);
    CHECK(clients.first_failure() == "");
    CHECK(metric(stage, "refused_total", ",limit=\"max_requests\"").value_or(0) > 0);
    CHECK(eventually([&] { return metric(stage, "requests") == 0; }));
}

TEST_CASE(
    "clients that all wait for one service keep nobody from another, however few descriptors there are") {
    gate door;
    script with;
    with.facade = "drain = \"1s\"\n";
    scene stage(with);
    stage.modern.on_request([&](exchange& on) {
        door.wait(milliseconds(60'000));
        on.answer(200, "modern");
    });
    cli_options few;
    few.most_descriptors = 256;
    auto& facade = stage.start(few);
    auto const told = facade.wait_for_line([](auto const& line) {
        return line.at("event") == "limited_by_descriptors" &&
               line.at("key") == "upstreams.fresh.max_pending";
    });
    REQUIRE(told);
    CHECK(told->at("configured") == 1024);
    CHECK(told->at("effective").to_number<int>() < 128);
    CHECK(told->at("rlimit_nofile") == 256);
    stage.flip("modern");
    std::deque<raw_client> crowd;
    int turned_away = 0;
    for (int i = 0; i < 256; ++i) {
        auto& client = crowd.emplace_back(stage.port());
        client.send(get("/orders/1"));
        // Who is refused leaves.
        if (auto const head = client.read_head_only("GET", milliseconds(30)); head.status != 0) {
            CHECK(head.status == 503);
            ++turned_away;
            crowd.pop_back();
        }
        if (i % 32 == 31) CHECK(ask(stage.port(), get("/page")).text() == "legacy");
    }
    CHECK(ask(stage.port(), get("/page")).text() == "legacy");
    INFO("so does a reload");
    auto const from = facade.line_count();
    facade.signal(SIGHUP);
    CHECK(facade.wait_for_line([](auto const& line) { return line.at("event") == "limited_by_descriptors"; },
                               from));
    door.open();
    int answered = 0;
    for (auto& client : crowd) {
        auto const got = client.read_answer();
        got.status == 200 ? ++answered : ++turned_away;
        if (got.status != 200) check_is_problem(got, 503);
    }
    CHECK(turned_away > 0);
    CHECK(answered >= 32);
    CHECK(eventually(
        [&] { return facade.metric("ficus_facade_answers_total{reason=\"overloaded\"}") == turned_away; }));
}
