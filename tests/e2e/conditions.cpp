// Conditional rules: who matches goes by them, everybody else by the last one.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

struct probe {
    std::string request;
    bool matches;
};

void check_condition(scene& stage, raw_client& client, std::vector<std::string> const& conditions,
                     std::vector<probe> const& probes) {
    std::vector<std::string> when;
    for (auto const& one : conditions) when.insert(when.end(), {"--when", one});
    auto arguments = std::vector<std::string>{"flip", "orders", "modern"};
    arguments.insert(arguments.end(), when.begin(), when.end());
    stage.cli_json(arguments);
    for (auto const& one : probes) {
        INFO(conditions.front() << "\n" << one.request);
        CHECK(client.ask(one.request).text() == (one.matches ? "modern" : "legacy"));
    }
    arguments = {"unflip", "orders"};
    arguments.insert(arguments.end(), when.begin(), when.end());
    stage.cli_json(arguments);
    for (auto const& one : probes) CHECK(client.ask(one.request).text() == "legacy");
}

std::string with(std::string const& name, std::string const& value) {
    return get("/orders", {{name, value}});
}

} // namespace

TEST_CASE("every kind of condition sends those who match to modern") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    auto const plain = get("/orders");
    check_condition(stage, client, {"header:X-Beta=1"},
                    {{with("x-beta", "1"), true},
                     {with("X-Beta", "2"), false},
                     {plain, false},
                     {get("/orders", {{"X-Beta", "2"}, {"X-Beta", "1"}}), true}});
    check_condition(stage, client, {"header:X-Beta"}, {{with("X-Beta", ""), true}, {plain, false}});
    check_condition(stage, client, {"header:X-Beta!=1"},
                    {{with("X-Beta", "1"), false}, {with("X-Beta", "2"), true}, {plain, true}});
    check_condition(stage, client, {"header:User-Agent~Fire(fox|bird)/[0-9]+"},
                    {{with("User-Agent", "Mozilla Firefox/12 x"), true},
                     {with("User-Agent", "Chrome/1"), false},
                     {plain, false}});
    check_condition(
        stage, client, {"cookie:team=blue"},
        {{with("Cookie", "a=1; team=blue"), true}, {with("Cookie", "team=green"), false}, {plain, false}});
    check_condition(stage, client, {"query:q=a b"},
                    {{get("/orders?x=1&q=a%20b"), true},
                     {get("/orders?q=a+b"), true},
                     {get("/orders?q=ab"), false},
                     {plain, false}});
    check_condition(stage, client, {"method=POST"}, {{request("POST", "/orders"), true}, {plain, false}});
    check_condition(stage, client, {"ip=127.0.0.0/8"}, {{plain, true}});
    check_condition(stage, client, {"ip=10.0.0.0/8"}, {{plain, false}});
    check_condition(stage, client, {"header:X-Beta=1", "method=GET"},
                    {{with("X-Beta", "1"), true},
                     {request("POST", "/orders", {{"X-Beta", "1"}}), false},
                     {plain, false}});
}

TEST_CASE("conditional rules are tried in order, the newest last unless it is to be first") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    stage.cli_json({"flip", "orders", "modern", "--when", "header:X-A=1"});
    stage.cli_json({"flip", "orders", "legacy", "--when", "header:X-B=1"});
    auto const both = get("/orders", {{"X-A", "1"}, {"X-B", "1"}});
    CHECK(client.ask(both).text() == "modern");
    stage.cli_json({"flip", "orders", "legacy", "--when", "header:X-C=1", "--first"});
    CHECK(client.ask(get("/orders", {{"X-A", "1"}, {"X-C", "1"}})).text() == "legacy");
    CHECK(client.ask(both).text() == "modern");
    // The same conditions change their rule where it stands.
    stage.cli_json({"flip", "orders", "legacy", "--when", "header:X-A=1"});
    CHECK(client.ask(both).text() == "legacy");
    auto const rules = stage.status_of("orders").at("rules").as_array();
    REQUIRE(rules.size() == 4);
    CHECK(rules[0].at("when").as_array()[0].as_string() == "header:X-C=1");
    CHECK(rules[3].at("when").as_array().empty());
    CHECK(stage.cli({"unflip", "orders", "--when", "header:X-Nobody=1"}).status != 0);
    CHECK(stage.cli({"flip", "orders", "modern", "--when", "header:X~("}).status == 2);
    CHECK(stage.cli({"flip", "orders", "modern", "--when", "colour=red"}).status == 2);
}

TEST_CASE("the client's address is the one that a trusted proxy names") {
    script with_proxy;
    with_proxy.facade = "trusted_proxies = [\"127.0.0.1/32\"]\n";
    scene stage(with_proxy);
    stage.start();
    raw_client client(stage.port());
    stage.cli_json({"flip", "orders", "modern", "--when", "ip=10.0.0.0/8"});
    CHECK(client.ask(with("X-Forwarded-For", "10.1.2.3")).text() == "modern");
    CHECK(client.ask(with("X-Forwarded-For", "11.1.2.3")).text() == "legacy");
    CHECK(client.ask(with("X-Forwarded-For", "10.1.2.3, 11.1.2.3")).text() == "legacy");
    CHECK(client.ask(get("/orders")).text() == "legacy");
}
