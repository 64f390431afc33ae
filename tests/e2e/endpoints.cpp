// Several endpoints behind one upstream: requests are spread, and a dead one is passed over.
#include "e2e/scene.hpp"

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
