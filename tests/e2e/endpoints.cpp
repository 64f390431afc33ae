// Several endpoints behind one upstream: requests are spread, and a dead one is passed over.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/black_hole.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

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
