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
    raw_client client(stage.port());
    for (int i = 0; i < 100; ++i) REQUIRE(client.ask(get("/orders")).status == 200);
    CHECK(first.count() >= 20);
    CHECK(second.count() >= 20);
}
