// Several endpoints behind one upstream: requests are spread, and a dead one is passed over.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/black_hole.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <map>

using namespace ficus::test;

namespace {

/// `orders` is served by an upstream `three`: two endpoints that say `alive`, and another one.
struct three_endpoints : scene {
    three_endpoints(std::string const& more, std::string const& third) {
        script with;
        with.orders = "legacy = \"three\"\n";
        with.rest = "[upstreams.three]\nendpoints = [\"" + first.url() + "\", \"" + third + "\", \"" +
                    second.url() + "\"]\n" + more;
        write(with);
        start();
    }
    std::optional<double> metric(std::string const& name, std::uint16_t port) {
        return facade().metric(name + "{upstream=\"three\",endpoint=\"127.0.0.1:" + std::to_string(port) +
                               "\"}");
    }
    fake_upstream first{says("alive")};
    fake_upstream second{says("alive")};
};

facade_process::line_test event(std::string const& name) {
    return [name](boost::json::object const& said) { return said.at("event").as_string() == name; };
}

} // namespace

TEST_CASE("of two endpoints one may be dead") {
    closed_port nobody;
    fake_upstream alive{says("alive")};
    script with;
    with.orders = "legacy = \"pair\"\n";
    with.rest = "[upstreams.pair]\nendpoints = [\"" + nobody.url() + "\", \"" + alive.url() + "\"]\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 50; ++i) REQUIRE(client.ask(get("/orders")).text() == "alive");
}

TEST_CASE("of three endpoints one may have no address, or speak no HTTP") {
    fake_upstream first{says("alive")};
    fake_upstream second{says("alive")};
    fake_upstream babbling{[](exchange& on) {
        on.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        on.close();
    }};
    auto const odd = GENERATE_REF(values<std::string>({"http://nobody.invalid", babbling.url()}));
    CAPTURE(odd);
    script with;
    with.orders = "legacy = \"three\"\n";
    with.rest = "[upstreams.three]\nendpoints = [\"" + first.url() + "\", \"" + odd + "\", \"" +
                second.url() + "\"]\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 30; ++i) REQUIRE(client.ask(get("/orders")).text() == "alive");
}

TEST_CASE("of three endpoints the one that nobody can connect to is soon asked no more") {
    closed_port refusing;
    black_hole silent;
    auto const dead = GENERATE_REF(values<std::uint16_t>({refusing.port(), silent.port}));
    auto const method = GENERATE(as<std::string>{}, "GET", "POST");
    CAPTURE(dead == silent.port, method);
    three_endpoints stage("connect_timeout = \"500ms\"\noutlier = { base = \"1h\", most = \"1h\" }\n",
                          "http://127.0.0.1:" + std::to_string(dead));
    raw_client client(stage.port());
    int slow = 0;
    for (int i = 0; i < 60; ++i) {
        auto const began = steady::now();
        REQUIRE(client.ask(request(method, "/orders")).text() == "alive");
        if (steady::now() - began > milliseconds(450)) ++slow;
    }
    if (dead == silent.port) CHECK(slow == 5);
    auto const line = stage.facade().wait_for_line(event("endpoint_ejected"));
    REQUIRE(line);
    CHECK(line->at("upstream") == "three");
    CHECK(line->at("endpoint").as_string() == "127.0.0.1:" + std::to_string(dead));
    CHECK(line->at("why") == "unreachable");
    CHECK(line->at("for_ms") == 3'600'000);
    CHECK(stage.metric("ficus_endpoint_up", dead) == 0);
    CHECK(stage.metric("ficus_endpoint_failures_total", dead) == 5);
    CHECK(stage.metric("ficus_endpoint_ejections_total", dead) == 1);
    CHECK(stage.metric("ficus_endpoint_up", stage.first.port()) == 1);
    CHECK_THAT(stage.cli({"status"}).output, Catch::Contains(std::to_string(dead) + " is ejected"));
}

TEST_CASE("an endpoint that answers with errors is left out, and asked again once it is well") {
    fake_upstream third{[](exchange& on) { on.answer(503, "busy"); }};
    three_endpoints stage("outlier = { base = \"50ms\", most = \"50ms\" }\n", third.url());
    raw_client client(stage.port());
    // Nothing was promised of its errors; but it is asked a few times only before it is left out.
    REQUIRE(eventually([&] {
        client.ask(request("POST", "/orders", {}, "x"));
        return stage.metric("ficus_endpoint_up", third.port()) == 0;
    }));
    auto const asked = third.count();
    CHECK(asked >= 5);
    third.on_request(says("third"));
    CHECK(eventually([&] { return client.ask(get("/orders")).text() == "third"; }));
    CHECK(stage.facade().wait_for_line(event("endpoint_returned")));
    CHECK(stage.metric("ficus_endpoint_up", third.port()) == 1);
}

TEST_CASE("an endpoint that has come back gets its part of the requests again") {
    std::atomic<bool> down = true;
    fake_upstream third{says("third")};
    third.on_connection([&](std::uint64_t) { return !down; });
    three_endpoints stage("outlier = { base = \"50ms\", most = \"50ms\" }\n", third.url());
    raw_client client(stage.port());
    for (int i = 0; i < 60; ++i) REQUIRE(client.ask(get("/orders")).text() == "alive");
    REQUIRE(stage.facade().wait_for_line(event("endpoint_ejected")));
    down = false;
    REQUIRE(eventually([&] { return client.ask(get("/orders")).text() == "third"; }));
    int of_third = 0;
    for (int i = 0; i < 200; ++i) {
        auto const got = client.ask(get("/orders"));
        REQUIRE(got.status == 200);
        if (got.text() == "third") ++of_third;
    }
    CHECK(of_third > 200 / 6);
}

TEST_CASE("requests go to endpoints by their weights") {
    fake_upstream small{says("small")};
    fake_upstream large{says("large")};
    script with;
    with.orders = "legacy = \"pair\"\n";
    with.rest = "[upstreams.pair]\nendpoints = [\"" + small.url() + "\", { url = \"" + large.url() +
                "\", weight = 9 }]\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    std::map<std::string, int> served;
    for (int i = 0; i < 500; ++i) ++served[client.ask(get("/orders")).text()];
    CHECK(served["small"] > 10);
    CHECK(served["small"] < 120);
    CHECK(served["small"] + served["large"] == 500);
}

TEST_CASE("an endpoint that is not there and the only one is not waited for twice") {
    black_hole nobody;
    script with;
    with.monolith = "connect_timeout = \"200ms\"\n";
    with.legacy_endpoint = "http://127.0.0.1:" + std::to_string(nobody.port);
    scene stage(with);
    stage.start();
    check_is_problem(ask(stage.port(), get("/")), 504);
    CHECK_FALSE(
        stage.facade().metric("ficus_retries_total{upstream=\"monolith\",reason=\"connect_timeout\"}"));
}

TEST_CASE("requests are spread over the endpoints of an upstream") {
    fake_upstream first{says("first")};
    fake_upstream second{says("second")};
    script with;
    with.orders = "legacy = \"pair\"\n";
    with.rest = "[upstreams.pair]\nendpoints = [\"" + first.url() + "\", \"" + second.url() + "\"]\n";
    scene stage(with);
    stage.start();
    load_options options;
    options.port = stage.port();
    options.clients = 8;
    options.request = [](std::size_t, std::uint64_t) { return get("/orders"); };
    load clients(options);
    REQUIRE(eventually([&] { return clients.answered() > 1000; }));
    clients.stop();
    CHECK(clients.failures() == 0);
    auto served = clients.by_upstream();
    CHECK(served["first"] > clients.samples().size() / 5);
    CHECK(served["second"] > clients.samples().size() / 5);
}
