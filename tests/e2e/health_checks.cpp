// Endpoints are asked whether they are well, and those that are not get no requests.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>

using namespace ficus::test;

namespace {

/// Serves, and answers checks as it is told to.
struct checked_upstream {
    enum class state { well, unwell, silent };
    std::atomic<state> now{state::well};
    std::atomic<int> served{0};
    fake_upstream server{[this](exchange& on) {
        if (on.request().target != "/health") {
            ++served;
            return says("checked")(on);
        }
        if (now == state::silent) {
            on.peer_leaves();
            return;
        }
        on.answer(now == state::well ? 204 : 500, "");
    }};
};

struct checked_scene : scene {
    explicit checked_scene(std::string const& check = {}) {
        script with;
        with.orders = "legacy = \"pair\"\n";
        with.rest = "[upstreams.pair]\nendpoints = [\"" + other.url() + "\", \"" + one.server.url() +
                    "\"]\n[upstreams.pair.check]\npath = \"/health\"\ninterval = \"20ms\"\n" + check;
        write(with);
        start();
    }
    std::optional<boost::json::object> wait_for(std::string const& event) {
        return facade().wait_for_line(
            [&](auto const& said) { return said.at("event").as_string() == event; });
    }
    checked_upstream one;
    fake_upstream other{[](exchange& on) { says("other")(on); }};
};

} // namespace

TEST_CASE("an endpoint that is not well gets no requests, until it is well again") {
    auto const how = GENERATE(checked_upstream::state::unwell, checked_upstream::state::silent);
    CAPTURE(how == checked_upstream::state::silent);
    checked_scene stage("timeout = \"100ms\"\n");
    raw_client client(stage.port());
    REQUIRE(eventually([&] { return client.ask(get("/orders")).text() == "checked"; }));
    stage.one.now = how;
    auto const line = stage.wait_for("endpoint_ejected");
    REQUIRE(line);
    CHECK(line->at("upstream") == "pair");
    CHECK(line->at("why") == "unwell");
    int const served = stage.one.served;
    for (int i = 0; i < 50; ++i) REQUIRE(client.ask(request("POST", "/orders", {}, "x")).text() == "other");
    CHECK(stage.one.served == served);
    CHECK(stage.facade().metric("ficus_endpoint_up{upstream=\"pair\",endpoint=\"127.0.0.1:" +
                                std::to_string(stage.one.server.port()) + "\"}") == 0);
    CHECK_THAT(stage.cli({"status"}).output, Catch::Contains("is down"));
    stage.one.now = checked_upstream::state::well;
    CHECK(stage.wait_for("endpoint_returned"));
    CHECK(eventually([&] { return client.ask(get("/orders")).text() == "checked"; }));
}

TEST_CASE("a check says who asks, and takes a connection of its own each time") {
    checked_scene stage("host = \"orders.internal\"\n");
    auto const is_check = [](recorded_request const& r) { return r.target == "/health"; };
    auto const first = stage.one.server.wait_for(is_check);
    REQUIRE(first);
    CHECK(first->method == "GET");
    CHECK(first->field("Host") == "orders.internal");
    CHECK(first->field("User-Agent") == "ficus-check");
    CHECK(stage.one.server.wait_for(
        [&](auto const& r) { return is_check(r) && r.connection != first->connection; }));
    CHECK(stage.one.server.complaints().empty());
}

TEST_CASE("a reload may begin checks, and end them") {
    scene stage;
    stage.start();
    auto const reload = [&](script const& with) {
        auto const from = stage.facade().line_count();
        stage.write(with);
        stage.facade().signal(SIGHUP);
        REQUIRE(stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "reloaded"; },
                                             from));
    };
    script with;
    with.fresh = "check = { path = \"/health\", interval = \"10ms\" }\n";
    reload(with);
    CHECK(stage.modern.wait_for_count(3));
    reload({});
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(eventually([&] {
        stage.modern.forget();
        for (int i = 0; i < 500; ++i) client.ask(get("/orders/1"));
        return stage.modern.count() == 500;
    }));
}
