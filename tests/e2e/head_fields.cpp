// What a facade adds to a head, takes from it, and leaves alone.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <regex>

using namespace ficus::test;

namespace {

bool is_traceparent(std::string const& text) {
    return std::regex_match(text, std::regex("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"));
}

} // namespace

TEST_CASE("hop-by-hop fields stay on their hop, in both directions") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.answer(200, "x",
                  {{"Connection", "X-Hop, keep-alive"},
                   {"X-Hop", "mine"},
                   {"Keep-Alive", "timeout=5"},
                   {"Proxy-Connection", "keep-alive"},
                   {"X-End", "to end"}});
    });
    stage.start();
    auto const got = ask(stage.port(), get("/", {{"Connection", "X-Private, keep-alive, x-other"},
                                                 {"X-Private", "1"},
                                                 {"X-Other", "2"},
                                                 {"Keep-Alive", "timeout=5"},
                                                 {"Proxy-Connection", "keep-alive"},
                                                 {"Proxy-Authorization", "Basic eDp5"},
                                                 {"TE", "trailers, deflate"},
                                                 {"X-End", "to end"}}));
    auto const seen = stage.legacy.last();
    for (auto const* dropped : {"X-Private", "X-Other", "Keep-Alive", "Proxy-Connection"}) {
        CAPTURE(dropped);
        CHECK_FALSE(seen.field(dropped).has_value());
    }
    CHECK(seen.field("Connection").value_or("").find("X-Private") == std::string::npos);
    CHECK(seen.field("TE").value_or("trailers") == "trailers");
    CHECK(seen.field("X-End") == "to end");
    for (auto const* dropped : {"X-Hop", "Keep-Alive", "Proxy-Connection"}) {
        CAPTURE(dropped);
        CHECK_FALSE(got.field(dropped).has_value());
    }
    CHECK(got.field("X-End") == "to end");
}

TEST_CASE("Connection cannot be used to strip what the facade adds or what routes a request") {
    scene stage;
    stage.start();
    auto const got =
        ask(stage.port(), get("/", {{"Connection", "Host, X-Forwarded-For, X-Request-ID, Via"}}));
    // Refused or served; but never forwarded without them.
    if (got.status == 200) {
        auto const seen = stage.legacy.last();
        for (auto const* name : {"Host", "X-Forwarded-For", "X-Request-ID", "Via"}) {
            CAPTURE(name);
            CHECK(seen.field(name).has_value());
        }
    } else {
        check_is_problem(got, 400);
    }
}

TEST_CASE("Via names every hop") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer(200, "x", {{"Via", "1.1 inner"}}); });
    stage.start();
    auto const got = ask(stage.port(), get("/", {{"Via", "1.0 fred"}}));
    auto const joined = [](std::vector<std::string> const& all) {
        std::string text;
        for (auto const& one : all) text += (text.empty() ? "" : ", ") + one;
        return text;
    };
    CHECK(
        std::regex_match(joined(stage.legacy.last().head.all("Via")), std::regex("1\\.0 fred, 1\\.1 \\S+")));
    CHECK(std::regex_match(joined(got.head.all("Via")), std::regex("1\\.1 inner, 1\\.1 \\S+")));
}

TEST_CASE("X-Forwarded-* of a stranger is replaced") {
    scene stage;
    stage.start();
    ask(stage.port(), get("/", {{"X-Forwarded-For", "6.6.6.6"},
                                {"X-Forwarded-For", "7.7.7.7"},
                                {"X-Forwarded-Proto", "https"},
                                {"X-Forwarded-Host", "evil.example"}}));
    auto const seen = stage.legacy.last();
    CHECK(seen.head.all("X-Forwarded-For") == std::vector<std::string>{"127.0.0.1"});
    CHECK(seen.head.all("X-Forwarded-Proto") == std::vector<std::string>{"http"});
    CHECK(seen.head.all("X-Forwarded-Host") == std::vector<std::string>{"app.example"});
}

TEST_CASE("X-Forwarded-* of a trusted proxy is believed and appended to") {
    script with;
    with.facade = "trusted_proxies = [\"127.0.0.0/8\"]\n";
    scene stage(with);
    stage.start();
    ask(stage.port(), get("/", {{"X-Forwarded-For", "10.1.2.3"},
                                {"X-Forwarded-Proto", "https"},
                                {"X-Forwarded-Host", "shop.example"}}));
    auto const seen = stage.legacy.last();
    CHECK(seen.head.all("X-Forwarded-For") == std::vector<std::string>{"10.1.2.3, 127.0.0.1"});
    CHECK(seen.field("X-Forwarded-Proto") == "https");
    CHECK(seen.field("X-Forwarded-Host") == "shop.example");

    ask(stage.port(), get("/"));
    CHECK(stage.legacy.last().head.all("X-Forwarded-For") == std::vector<std::string>{"127.0.0.1"});
}

TEST_CASE("a request keeps its id and its trace, or is given them") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    std::string const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    client.ask(
        get("/", {{"X-Request-ID", "my-id-1"}, {"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"}}));
    auto const kept = stage.legacy.last();
    CHECK(kept.head.all("X-Request-ID") == std::vector<std::string>{"my-id-1"});
    REQUIRE(kept.head.all("traceparent").size() == 1);
    CHECK(is_traceparent(*kept.field("traceparent")));
    CHECK(kept.field("traceparent")->substr(3, 32) == trace);

    client.ask(get("/"));
    auto const made = stage.legacy.last();
    CHECK_FALSE(made.field("X-Request-ID").value_or("").empty());
    CHECK(is_traceparent(made.field("traceparent").value_or("")));
    client.ask(get("/"));
    CHECK(stage.legacy.last().field("X-Request-ID") != made.field("X-Request-ID"));
    CHECK(stage.legacy.last().field("traceparent") != made.field("traceparent"));

    client.ask(get("/", {{"traceparent", "no trace"}}));
    CHECK(is_traceparent(stage.legacy.last().field("traceparent").value_or("")));
}

TEST_CASE("Host is the client's, or the one that the upstream is configured to be sent") {
    script with;
    with.fresh = "host = \"orders.internal\"\n";
    scene stage(with);
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.ask(get("/", {{"Host", "Shop.Example:8080"}}));
    CHECK(stage.legacy.last().head.all("Host") == std::vector<std::string>{"Shop.Example:8080"});
    client.ask(get("/orders", {{"Host", "Shop.Example:8080"}}));
    CHECK(stage.modern.last().head.all("Host") == std::vector<std::string>{"orders.internal"});
    CHECK(stage.modern.last().field("X-Forwarded-Host") == "Shop.Example:8080");
}

TEST_CASE("an absolute-form target goes in origin form, and its host replaces Host") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    client.ask(get("http://other.example:81/a%2fb/../c?d=e&f=%20", {{"Host", "app.example"}}));
    CHECK(stage.legacy.last().target == "/a%2fb/../c?d=e&f=%20");
    CHECK(stage.legacy.last().head.all("Host") == std::vector<std::string>{"other.example:81"});
    client.ask(get("http://other.example"));
    CHECK(stage.legacy.last().target == "/");
    client.ask(get("http://other.example?q=1"));
    CHECK(stage.legacy.last().target == "/?q=1");
    client.ask(request("OPTIONS", "*"));
    CHECK(stage.legacy.last().target == "*");
}

TEST_CASE("a target reaches the upstream byte for byte") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    for (std::string const target :
         {"/", "//", "//double//slash", "/a/./b/../c", "/../../up", "/caf%C3%A9", "/caf%E9", "/%41%2e%2E/",
          "/a;b=c/d", "/a%2Fb", "/a%5Cb", "/a?b=c%20d+e&&f", "/?", "/a??b?", "/:@!$&'()*+,=~-._", "/a%20b",
          "/doku.php?id=wiki:start&do="}) {
        CAPTURE(target);
        auto const got = client.ask(get(target));
        REQUIRE(got.status == 200);
        CHECK(stage.legacy.last().target == target);
    }
}

TEST_CASE("CONNECT and TRACE are refused") {
    scene stage;
    stage.start();
    check_is_problem(ask(stage.port(), request("TRACE", "/")), 405);
    check_is_problem(ask(stage.port(), request("CONNECT", "app.example:443", {{"Host", "app.example:443"}})),
                     405);
    CHECK(stage.legacy.count() == 0);
}
