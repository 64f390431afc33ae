// Endpoints follow their names: by TTL, without a lost request, and whatever the DNS does.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "e2e/shadowing.hpp"
#include "support/fake_dns.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>

using namespace ficus::test;

namespace {

std::string url_of(std::string const& name, fake_upstream const& at) {
    return "http://" + name + ":" + std::to_string(at.port());
}

/// `orders` is served by `named`, whose one endpoint is `orders.test`: a name that moves between `here`
/// (127.0.0.1) and `there` (127.0.0.2), which have the same port.
struct named_scene : scene {
    explicit named_scene(std::string more = {}, std::string dns_keys = "least = \"20ms\"\n",
                         std::vector<std::string> addresses = {"127.0.0.1"})
        : more_(std::move(more)), dns_keys_(std::move(dns_keys)) {
        if (!addresses.empty()) dns.knows("orders.test", std::move(addresses));
        write(told());
        start();
    }
    script told() const {
        script with;
        with.orders = "legacy = \"named\"\n";
        with.rest = "[facade.dns]\nservers = [\"" + dns.address() + "\"]\n" + dns_keys_ +
                    "[upstreams.named]\nendpoints = [\"" + url_of("orders.test", here) + "\"]\n" + more_;
        return with;
    }
    std::optional<boost::json::object> wait_for(std::string const& event, std::size_t from = 0) {
        return facade().wait_for_line([&](auto const& said) { return said.at("event").as_string() == event; },
                                      from);
    }
    bool has_said(std::string_view event) {
        auto const lines = facade().lines();
        return std::any_of(lines.begin(), lines.end(),
                           [&](auto const& said) { return said.at("event").as_string() == event; });
    }
    /// The name has these addresses, and the facade knows.
    void move(std::vector<std::string> addresses) {
        auto const from = facade().line_count();
        dns.knows("orders.test", std::move(addresses));
        REQUIRE(wait_for("resolved", from));
    }
    double lookups(std::string const& result) {
        return facade().metric("ficus_dns_lookups_total{result=\"" + result + "\"}").value_or(-1);
    }

    fake_dns dns;
    fake_upstream here{says("here")};
    fake_upstream there{says("there"), "127.0.0.2", here.port()};

private:
    std::string more_;
    std::string dns_keys_;
};

} // namespace

TEST_CASE("requests follow a name from one server to the other, and none fails") {
    named_scene stage;
    load_options options;
    options.port = stage.port();
    options.clients = 8;
    options.request = [](std::size_t, std::uint64_t) { return get("/orders"); };
    load clients(options);
    REQUIRE(clients.wait_for_a_round());
    for (int round = 0; round < 6; ++round) {
        stage.move({round % 2 == 0 ? "127.0.0.2" : "127.0.0.1"});
        REQUIRE(clients.wait_for_a_round());
    }
    // From here on all that begins goes there.
    stage.move({"127.0.0.2"});
    auto const left = stage.here.count();
    REQUIRE(clients.wait_for_a_round());
    REQUIRE(clients.wait_for_a_round());
    clients.stop();
    INFO(clients.first_failure());
    CHECK(clients.failures() == 0);
    // What was under way, at most one of each client.
    CHECK(stage.here.count() <= left + options.clients);
    CHECK(clients.by_upstream()["here"] > 0);
    CHECK(clients.by_upstream()["there"] > 0);
    CHECK(stage.lookups("ok") >= 7);
}

TEST_CASE("what is said of a name that moves") {
    named_scene stage;
    auto const from = stage.facade().line_count();
    stage.dns.knows("orders.test", {"127.0.0.2", "127.0.0.3"}, 1);
    auto const line = stage.wait_for("resolved", from);
    REQUIRE(line);
    CHECK(line->at("level") == "info");
    CHECK(line->at("upstream") == "named");
    CHECK(line->at("endpoint").as_string() == "orders.test:" + std::to_string(stage.here.port()));
    auto addresses = line->at("addresses").as_array();
    std::sort(addresses.begin(), addresses.end(),
              [](auto const& a, auto const& b) { return a.as_string() < b.as_string(); });
    CHECK(addresses == boost::json::array{"127.0.0.2", "127.0.0.3"});
    CHECK(line->at("before") == boost::json::array{"127.0.0.1"});
    CHECK(line->at("ttl_s") == 1);
    auto const endpoints = stage.cli_json({"status"}).at("upstreams").at("named").at("endpoints").as_object();
    CHECK(endpoints.begin()->value().at("addresses") == boost::json::array{"127.0.0.2", "127.0.0.3"});
}

TEST_CASE("a kept connection to where a name was is closed, and not used again") {
    named_scene stage;
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders")).text() == "here");
    CHECK(stage.here.open_connections() == 1);
    stage.move({"127.0.0.2"});
    // Nobody asks for anything: the next sweep does it.
    CHECK(stage.here.wait_for_open_connections(0, milliseconds(3'000)));
    CHECK(client.ask(get("/orders")).text() == "there");
    CHECK(stage.here.count() == 1);
}

TEST_CASE("a request under way when its name moves is answered where it was asked") {
    gate answering;
    named_scene stage;
    stage.here.on_request([&](exchange& on) {
        answering.wait();
        says("here")(on);
    });
    raw_client under_way(stage.port());
    under_way.send(get("/orders"));
    REQUIRE(stage.here.wait_for_count(1));
    stage.move({"127.0.0.2"});
    CHECK(ask(stage.port(), get("/orders")).text() == "there");
    answering.open();
    CHECK(under_way.read_answer().text() == "here");
    CHECK(under_way.ask(get("/orders")).text() == "there");
}

TEST_CASE("a name that is lost, or a server that is out of order or says nothing, costs nobody an answer") {
    auto const way = GENERATE(as<std::string>{}, "not_found", "failed", "timeout");
    CAPTURE(way);
    named_scene stage({},
                      std::string("least = \"20ms\"\n") + (way == "timeout" ? "timeout = \"100ms\"\n" : ""));
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders")).text() == "here");
    auto const from = stage.facade().line_count();
    if (way == "timeout")
        stage.dns.says_nothing("orders.test");
    else
        stage.dns.fails("orders.test", way == "failed" ? 2 : 3);
    auto const line = stage.wait_for("unresolved", from);
    REQUIRE(line);
    CHECK(line->at("level") == "warn");
    CHECK(line->at("keeps_address") == true);
    REQUIRE(stage.dns.wait_until_asked("orders.test", 3));
    CHECK(stage.lookups(way) >= 1);
    stage.here.close_idle_connections();
    for (int i = 0; i < 10; ++i) CHECK(ask(stage.port(), get("/orders")).text() == "here");
    // And once it is back it is followed as before.
    stage.move({"127.0.0.2"});
    CHECK(client.ask(get("/orders")).text() == "there");
}

TEST_CASE("a name that has no address at the start is asked for until it has one") {
    named_scene stage({}, "least = \"20ms\"\n", {});
    REQUIRE(stage.wait_for("unresolved"));
    check_is_problem(ask(stage.port(), get("/orders")), 502);
    stage.move({"127.0.0.1"});
    CHECK(ask(stage.port(), get("/orders")).text() == "here");
}

TEST_CASE("of a name with many addresses the first that answers serves, and one that goes is asked no more") {
    std::vector<std::string> many;
    for (int i = 2; i < 60; ++i) many.push_back("127.0.0." + std::to_string(i));
    named_scene stage({}, "least = \"20ms\"\n", many);
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders")).text() == "there");
    many.front() = "127.0.0.1";
    stage.move(many);
    for (int i = 0; i < 10; ++i) CHECK(client.ask(get("/orders")).text() == "here");
}

TEST_CASE("an endpoint that was left out where its name was is asked at once where it is") {
    fake_upstream other{says("other")};
    // The one that does not answer as it should would be left out for an hour.
    named_scene stage("[upstreams.named.outlier]\nbase = \"1h\"\nmost = \"1h\"\n");
    auto with = stage.told();
    auto const one = "[\"" + url_of("orders.test", stage.here) + "\"]";
    with.rest.replace(with.rest.find(one), one.size(),
                      "[\"" + url_of("orders.test", stage.here) + "\", \"" + other.url() + "\"]");
    stage.write(with);
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.wait_for("reloaded"));
    stage.here.on_request([](exchange& on) { on.answer(503, "busy"); });
    raw_client client(stage.port());
    REQUIRE(eventually([&] {
        client.ask(get("/orders"));
        return stage.has_said("endpoint_ejected");
    }));
    stage.move({"127.0.0.2"});
    CHECK(stage.wait_for("endpoint_returned"));
    CHECK(eventually([&] { return client.ask(get("/orders")).text() == "there"; }, milliseconds(5'000)));
}

TEST_CASE("checks ask where a name is now") {
    named_scene stage("[upstreams.named.check]\npath = \"/health\"\ninterval = \"20ms\"\n");
    auto const is_check = [](recorded_request const& r) { return r.target == "/health"; };
    REQUIRE(stage.here.wait_for(is_check));
    stage.move({"127.0.0.2"});
    REQUIRE(stage.there.wait_for(is_check));
    // One may have been under way.
    stage.here.forget();
    stage.there.forget();
    REQUIRE(stage.there.wait_for_count(5));
    CHECK(stage.here.count() <= 1);
}

TEST_CASE("copies follow a name too") {
    named_scene stage;
    stage.cli_json({"shadow", "orders", "100%"});
    auto with = stage.told();
    with.orders = "";
    with.modern_endpoint = url_of("orders.test", stage.here);
    stage.write(with);
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.wait_for("reloaded"));
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1")).text() == "legacy");
    REQUIRE(stage.here.wait_for_count(1));
    stage.move({"127.0.0.2"});
    CHECK(client.ask(get("/orders/2")).text() == "legacy");
    REQUIRE(stage.there.wait_for_count(1));
    CHECK(stage.here.count() == 1);
}

TEST_CASE("a reload looks a name up anew, and keeps what is known of its upstream") {
    // Nobody would look before a minute has passed.
    named_scene stage("max_connections = 1\nqueue_timeout = \"30s\"\n", "least = \"1m\"\n");
    gate answering;
    stage.here.on_request([&](exchange& on) {
        answering.wait();
        says("here")(on);
    });
    raw_client under_way(stage.port());
    under_way.send(get("/orders"));
    REQUIRE(stage.here.wait_for_count(1));
    // Asked for once by who read the configuration, and once to know its TTL.
    REQUIRE(eventually([&] { return stage.dns.asked("orders.test") == 2; }));
    stage.dns.knows("orders.test", {"127.0.0.2"});
    raw_client waiting(stage.port());
    auto const from = stage.facade().line_count();
    stage.facade().signal(SIGHUP);
    auto const line = stage.wait_for("resolved", from);
    REQUIRE(line);
    CHECK(line->at("before") == boost::json::array{"127.0.0.1"});
    CHECK_FALSE(line->contains("ttl_s"));
    REQUIRE(stage.wait_for("reloaded", from));
    // Its one connection is in use still, and counts.
    waiting.send(get("/orders"));
    REQUIRE(eventually(
        [&] { return stage.cli_json({"status"}).at("upstreams").at("named").at("waiting") == 1; }));
    CHECK(stage.there.count() == 0);
    answering.open();
    CHECK(under_way.read_answer().text() == "here");
    CHECK(waiting.read_answer().text() == "there");
}

TEST_CASE("a reload says by whom, how often and whether names are looked up") {
    named_scene stage({}, "follow = false\n");
    CHECK(ask(stage.port(), get("/orders")).text() == "here");
    CHECK(stage.dns.asked("orders.test") == 1);
    CHECK(stage.lookups("ok") == 0);

    fake_dns other;
    other.knows("orders.test", {"127.0.0.2"});
    auto with = stage.told();
    auto const keys = with.rest.find("[upstreams.named]");
    with.rest =
        "[facade.dns]\nservers = [\"" + other.address() + "\"]\nleast = \"20ms\"\n" + with.rest.substr(keys);
    stage.write(with);
    auto const from = stage.facade().line_count();
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.wait_for("reloaded", from));
    CHECK(ask(stage.port(), get("/orders")).text() == "there");
    REQUIRE(other.wait_until_asked("orders.test", 3));
    CHECK(stage.dns.asked("orders.test") == 1);
    // Not followed again, it stays where it is.
    with.rest.insert(with.rest.find("least"), "follow = false\n");
    stage.write(with);
    auto const off = stage.facade().line_count();
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.wait_for("reloaded", off));
    CHECK_FALSE(stage.has_said("reload_ignored"));
}

TEST_CASE("a facade that waits for a name stops at once") {
    named_scene stage({}, "least = \"20ms\"\ntimeout = \"10m\"\n");
    stage.dns.says_nothing("orders.test");
    REQUIRE(stage.dns.wait_until_asked("orders.test"));
    auto const begun = steady::now();
    CHECK(stage.facade().stop() == 0);
    CHECK(steady::now() - begun < soon);
}
