// What the CLI says of running facades.
#include "e2e/cli/stage.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

struct running : cli_stage {
    running() : facade({"--config", "ficus.toml"}, {.folder = dir.path(), .environment = {}, .input = {}}) {
        facade.wait_until_listening();
    }
    facade_process facade;
};

} // namespace

TEST_CASE("a change says on which facades it is live, and how soon") {
    running stage;
    auto const flip = stage.json({"flip", "orders", "25%"});
    auto const& live = flip.at("live").as_array();
    REQUIRE(live.size() == 1);
    CHECK(live[0].at("pid") == stage.facade.pid());
    CHECK(live[0].at("after_ms").as_double() < 2000);
    CHECK(says(stage.run({"flip", "orders", "26%"}).output, "live on 1 facade after "));
}

TEST_CASE("status knows the facades, where they listen, and what they have counted") {
    running stage;
    auto const status = stage.json({"status"});
    REQUIRE(status.at("facades").as_array().size() == 1);
    auto const& facade = status.at("facades").at(0);
    CHECK(facade.at("pid") == stage.facade.pid());
    CHECK(facade.at("revision") == 0);
    auto const listen = "127.0.0.1:" + std::to_string(stage.facade.port());
    CHECK(facade.at("listen").at(0).as_string() == listen);
    auto const admin = "127.0.0.1:" + std::to_string(stage.facade.admin_port());
    CHECK(facade.at("admin").as_string() == admin);

    // Nothing listens behind it: three requests, three errors.
    for (int i = 0; i < 3; ++i) CHECK(ask(stage.facade.port(), get("/orders/1")).status == 502);
    auto const orders = stage.feature("orders");
    CHECK(orders.at("requests").at("legacy") == 3);
    CHECK(orders.at("errors").at("legacy") == 3);
    CHECK(orders.at("requests").at("modern") == 0);
}

TEST_CASE("a facade that hangs is named, and the change is committed all the same") {
    running stage;
    stage.facade.signal(SIGSTOP);
    auto const flip = stage.run({"flip", "orders", "25%", "--json"});
    CHECK(flip.status == 0);
    CHECK(flip.json().at("revision") == 1);
    CHECK(flip.json().at("live").as_array().empty());
    auto const named = "facade " + std::to_string(stage.facade.pid());
    CHECK(says(flip.errors, "ficus: warning: " + named + " still serves revision 0, not 1"));
    auto const status = stage.run({"status", "--json"});
    CHECK(status.status == 0);
    CHECK(status.json().at("facades").as_array().size() == 1);
    CHECK(says(status.errors, named + " gave no figures"));
    stage.facade.signal(SIGCONT);
}

TEST_CASE("one that was killed is no longer counted on") {
    running stage;
    stage.facade.signal(SIGKILL);
    REQUIRE(stage.facade.wait_for_exit());
    CHECK(says(stage.run({"flip", "orders", "25%"}).output, "no facade is running"));
    CHECK(stage.json({"status"}).at("facades").as_array().empty());
}
