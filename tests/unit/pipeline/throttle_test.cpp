#include "facade/pipeline/throttle.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus;
using namespace std::chrono_literals;
using pipeline::throttle;
using test::ok;
using test::seen;

namespace {

constexpr resilience::time_point start{1'000'000s};

test::request from(std::string client, std::string api_key = {}, std::string target = "/") {
    test::request out;
    out.client = std::move(client);
    out.target = std::move(target);
    if (!api_key.empty()) out.headers = {{"X-Api-Key", std::move(api_key)}};
    return out;
}

bool admits(throttle& by, test::request head, resilience::time_point now = start) {
    return by.admit(seen(std::move(head)).facts(), now).admitted;
}

} // namespace

TEST_CASE("a rule without a key is for all requests together") {
    auto const by = ok(throttle::compile("orders", {{{}, {2, 1s, 2}}}, 7));
    CHECK(admits(*by, from("192.0.2.1")));
    CHECK(admits(*by, from("192.0.2.2")));
    CHECK_FALSE(admits(*by, from("192.0.2.3")));
    CHECK(admits(*by, from("192.0.2.3"), start + 500ms));
}

TEST_CASE("a rule with a key gives each value of it a rate of its own") {
    auto const by = ok(throttle::compile("orders", {{{"header:X-Api-Key", "ip"}, {1, 1s, 1}}}, 7));
    for (auto const* key : {"a", "b", ""}) {
        CHECK(admits(*by, from("192.0.2.1", key)));
        CHECK_FALSE(admits(*by, from("192.0.2.1", key)));
    }
    // The first that is there counts; the others do not.
    CHECK_FALSE(admits(*by, from("192.0.2.9", "a")));
    // What a header says is not what an address says.
    CHECK(admits(*by, from("192.0.2.9", "192.0.2.1")));
}

TEST_CASE("requests without the key have one rate together") {
    auto const by = ok(throttle::compile("orders", {{{"header:X-Api-Key", "query:key"}, {1, 1s, 1}}}, 7));
    CHECK(admits(*by, from("192.0.2.1")));
    CHECK_FALSE(admits(*by, from("192.0.2.2")));
    CHECK(admits(*by, from("192.0.2.2", "a")));
    CHECK(admits(*by, from("192.0.2.2", "", "/?key=a%20b")));
    CHECK_FALSE(admits(*by, from("192.0.2.2", "", "/?key=a+b")));
}

TEST_CASE("whoever has one IPv6 address of a network has all of its first 64 bits") {
    auto const by = ok(throttle::compile("orders", {{{"ip"}, {1, 1s, 1}}}, 7));
    CHECK(admits(*by, from("2001:db8:0:1::1")));
    CHECK_FALSE(admits(*by, from("2001:db8:0:1:ffff::2")));
    CHECK(admits(*by, from("2001:db8:0:2::1")));
    CHECK(admits(*by, from("192.0.2.1")));
    CHECK(admits(*by, from("192.0.2.2")));
}

TEST_CASE("who is refused by one rule takes nothing from the others") {
    throttle::rules_list const rules = {{{}, {1, 1h, 3}}, {{"header:X-Api-Key"}, {1, 1h, 1}}};
    auto const by = ok(throttle::compile("orders", rules, 7));
    CHECK(admits(*by, from("192.0.2.1", "greedy")));
    for (int i = 0; i < 20; ++i) CHECK_FALSE(admits(*by, from("192.0.2.1", "greedy")));
    CHECK(admits(*by, from("192.0.2.1", "modest")));
    CHECK(admits(*by, from("192.0.2.1", "third")));
    // Nor does who is refused by the first take anything of its own.
    auto const refused = by->admit(seen(from("192.0.2.1", "fourth")).facts(), start);
    CHECK_FALSE(refused.admitted);
    CHECK(refused.rule == 0);
    CHECK(admits(*by, from("192.0.2.1", "fourth"), start + 1h));
}

TEST_CASE("the fields name all rules, and what is left by the tightest") {
    throttle::rules_list const rules = {{{}, {1000, 1s, 2000}}, {{"ip"}, {5, 2min, 3}}};
    auto const by = ok(throttle::compile("orders", rules, 7));
    CHECK(by->policy_field() == R"("orders";q=1000;w=1, "orders-2";q=5;w=120)");
    auto verdict = by->admit(seen(from("192.0.2.1")).facts(), start);
    CHECK(by->limit_field(verdict) == R"("orders-2";r=2;t=24)");
    for (int i = 0; i < 3; ++i) verdict = by->admit(seen(from("192.0.2.1")).facts(), start);
    CHECK_FALSE(verdict.admitted);
    CHECK(verdict.said.wait == 24s);
    CHECK(by->limit_field(verdict) == R"("orders-2";r=0;t=72)");
}

TEST_CASE("keys that had to be forgotten are told with their rule") {
    throttle::rules_list const rules = {{{}, {1'000'000, 1s, 1'000'000}}, {{"header:X-Api-Key"}, {1, 1h, 1}}};
    auto const by = ok(throttle::compile("orders", rules, 7));
    std::size_t forgotten = 0;
    for (int i = 0; i < 150'000; ++i)
        for (auto const rule :
             by->admit(seen(from("192.0.2.1", std::to_string(i))).facts(), start + 1ms * i).forgetful) {
            ++forgotten;
            REQUIRE(rule == 1);
        }
    CHECK(forgotten >= 150'000 - resilience::key_buckets::places);
}

TEST_CASE("what is no key is refused with its place") {
    auto const by = throttle::compile("orders", {{{}, {}}, {{"cokie:sid"}, {}}}, 7);
    REQUIRE(by.has_error());
    REQUIRE(by.error().size() == 1);
    CHECK(by.error()[0].key == "throttle[1].key");
}

TEST_CASE("spans are told in whole seconds, rounded up") {
    CHECK(pipeline::whole_seconds(0s) == 0);
    CHECK(pipeline::whole_seconds(1ns) == 1);
    CHECK(pipeline::whole_seconds(1s) == 1);
    CHECK(pipeline::whole_seconds(1001ms) == 2);
}
