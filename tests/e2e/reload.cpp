// SIGHUP: a changed file takes effect without a lost request; a wrong one changes nothing and says why.
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <csignal>
#include <deque>

using namespace ficus::test;

TEST_CASE("a reload takes the new file for new requests and disturbs none under way") {
    gate answering;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/slow") answering.wait();
        on.answer(200, "legacy");
    });
    auto& facade = stage.start();
    raw_client kept(stage.port());
    kept.ask(get("/"));
    raw_client under_way(stage.port());
    under_way.send(get("/slow"));
    REQUIRE(stage.legacy.wait_for_count(2));

    fake_upstream other{says("other")};
    script changed;
    changed.legacy_endpoint = other.url();
    stage.write(changed);
    facade.signal(SIGHUP);
    CHECK(eventually([&] { return kept.ask(get("/")).text() == "other"; }));
    answering.open();
    CHECK(under_way.read_answer().text() == "legacy");
    // Perhaps on the other thread, which need not have the new file yet.
    CHECK(eventually([&] { return under_way.ask(get("/")).text() == "other"; }));
}

TEST_CASE("once a reload is said to be done, no thread serves by the old file") {
    script with;
    scene stage(with);
    fake_upstream other{says("other")};
    auto& facade = stage.start();
    // The kernel spreads them over the threads.
    std::deque<raw_client> kept;
    for (int i = 0; i < 32; ++i) CHECK(kept.emplace_back(stage.port()).ask(get("/")).text() == "legacy");
    for (int round = 0; round < 10; ++round) {
        bool const back = round % 2 == 1;
        with.legacy_endpoint = back ? stage.legacy.url() : other.url();
        stage.write(with);
        auto const from = facade.line_count();
        facade.signal(SIGHUP);
        REQUIRE(facade.wait_for_line([](auto const& line) { return line.at("event") == "reloaded"; }, from));
        for (auto& client : kept) CHECK(client.ask(get("/")).text() == (back ? "legacy" : "other"));
    }
}

TEST_CASE("a wrong file changes nothing, says why, and a right one is taken after it") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1")).text() == "modern");

    script wrong;
    wrong.monolith = "max_connectionz = 7\n";
    stage.write(wrong);
    auto const from = facade.line_count();
    facade.signal(SIGHUP);
    auto const said = facade.wait_for_line(
        [](auto const& line) {
            return boost::json::serialize(line).find("max_connectionz") != std::string::npos;
        },
        from);
    REQUIRE(said);
    auto const text = boost::json::serialize(*said);
    CHECK(text.find("ficus.toml") != std::string::npos);
    CHECK(text.find("max_connections") != std::string::npos); // the near match
    for (int i = 0; i < 20; ++i) {
        CHECK(client.ask(get("/")).text() == "legacy");
        CHECK(client.ask(get("/orders/1")).text() == "modern");
    }
    CHECK(facade.admin("/readyz").status == 200);

    script right;
    right.orders_match = R"([ { path_prefix = "/carts" } ])";
    stage.write(right);
    facade.signal(SIGHUP);
    CHECK(eventually([&] { return client.ask(get("/carts/1")).text() == "modern"; }));
    CHECK(client.ask(get("/orders/1")).text() == "legacy");
}

TEST_CASE("a reload says what it cannot change, and which names it could not resolve") {
    scene stage;
    auto& facade = stage.start();
    auto const config = content_of(stage.config());
    auto const replaced = [&](std::string text, std::string const& from, std::string const& to) {
        auto const at = text.find(from);
        REQUIRE(at != std::string::npos);
        return text.replace(at, from.size(), to);
    };
    auto const reloaded_after = [&](std::string const& text) {
        stage.dir.write("ficus.toml", text);
        auto const from = facade.line_count();
        facade.signal(SIGHUP);
        REQUIRE(facade.wait_for_line([](auto const& l) { return l.at("event") == "reloaded"; }, from));
        return from;
    };
    auto const event = [&](std::string_view name, std::size_t from) {
        auto const lines = facade.lines();
        return std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(),
                            [&](auto const& l) { return l.at("event").as_string() == name; }) != lines.end();
    };
    auto from = reloaded_after(replaced(config, "threads = 2", "threads = 3"));
    auto const ignored =
        facade.wait_for_line([](auto const& l) { return l.at("event") == "reload_ignored"; });
    REQUIRE(ignored);
    CHECK(ignored->at("level") == "warn");
    CHECK(ignored->at("keys") == boost::json::array{"facade.threads"});
    CHECK_FALSE(event("unresolved", from));

    // RFC 2606: never a name.
    from = reloaded_after(replaced(config, stage.modern.url(), "http://nobody.invalid"));
    CHECK_FALSE(event("reload_ignored", from));
    CHECK(event("unresolved", from));
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
}

TEST_CASE("reloads under load fail nothing") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("50%");
    load_options options;
    options.port = stage.port();
    options.clients = 8;
    options.request = [](std::size_t client, std::uint64_t n) {
        return get("/orders/" + std::to_string(n), {{"X-User-Id", std::to_string(client * 1000 + n % 100)}});
    };
    load clients(options);
    for (int i = 0; i < 10; ++i) {
        script with;
        with.limits = "idle_timeout = \"" + std::to_string(50 + i) + "s\"\n";
        stage.write(with);
        facade.signal(SIGHUP);
        REQUIRE(clients.wait_for_a_round());
    }
    clients.stop();
    INFO(clients.first_failure());
    CHECK(clients.failures() == 0);
}
