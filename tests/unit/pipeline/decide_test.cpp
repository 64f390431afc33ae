#include "facade/pipeline/decide.hpp"
#include "rules/marks.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace ficus;
using namespace ficus::pipeline;
using test::ok;
using test::seen;

namespace {

rules::feature_options feature_at(std::string name, std::string prefix) {
    rules::feature_options o;
    o.name = std::move(name);
    rules::matcher_options m;
    m.path_prefix = std::move(prefix);
    o.match = {m};
    o.legacy = "monolith";
    o.modern = o.name;
    return o;
}

/// Two features with upstreams monolith (0), orders (1) and carts (2); orders at half, carts at legacy.
snapshot two_features() {
    std::vector<rules::feature_options> const options = {feature_at("orders", "/orders"),
                                                         feature_at("carts", "/carts")};
    auto made = std::make_shared<site>(ok(rules::table::compile(options)));
    for (std::size_t i = 0; i < options.size(); ++i) {
        feature f;
        f.options = options[i];
        f.legacy = 0;
        f.modern = i + 1;
        made->features.push_back(std::move(f));
    }
    snapshot s;
    s.revision = 7;
    rules::feature_rules orders;
    orders.feature = "orders";
    orders =
        rules::flip(std::move(orders), {ok(rules::condition::parse("header:X-Beta=1"))}, rules::share::all());
    orders = rules::flip(std::move(orders), {}, rules::share::of_hundredths(5000));
    rules::feature_rules carts;
    carts.feature = "carts";
    s.policies.push_back(ok(rules::policy::compile(options[0], orders)));
    s.policies.push_back(ok(rules::policy::compile(options[1], carts)));
    s.site = made;
    return s;
}

route route_of(snapshot const& s, test::request request, std::uint16_t bucket = 0) {
    decision_scratch scratch;
    seen const r(std::move(request));
    return find_route(s, r.facts(), bucket, {}, scratch);
}

} // namespace

TEST_CASE("what no feature matches goes to legacy, unjudged") {
    auto const s = two_features();
    auto const r = route_of(s, {.target = "/wiki"});
    CHECK(r.feature == nullptr);
    CHECK_FALSE(r.refused);
    CHECK(r.side == rules::side::legacy);
    CHECK(upstream_of(s, r, rules::side::legacy) == 0);
    CHECK(upstream_of(s, r, rules::side::modern) == 0);
    CHECK_FALSE(must_translate(r, rules::side::modern));
}

TEST_CASE("a feature's rule and bucket choose the side, and the side the upstream") {
    auto const s = two_features();
    auto const low = route_of(s, {.target = "/orders/1"}, 4999);
    REQUIRE(low.feature != nullptr);
    CHECK(low.feature->options.name == "orders");
    CHECK(low.feature_index == 0);
    CHECK(low.decided.rule == 1);
    CHECK(low.side == rules::side::modern);
    CHECK(upstream_of(s, low, low.side) == 1);
    CHECK(upstream_of(s, low, rules::side::legacy) == 0);
    auto const high = route_of(s, {.target = "/orders/1"}, 5000);
    CHECK(high.side == rules::side::legacy);
    auto const beta = route_of(s, {.target = "/orders/1", .headers = {{"X-Beta", "1"}}}, 9999);
    CHECK(beta.side == rules::side::modern);
    CHECK(beta.decided.rule == 0);
    auto const carts = route_of(s, {.target = "/carts"}, 0);
    CHECK(carts.feature_index == 1);
    CHECK(carts.side == rules::side::legacy);
    CHECK(upstream_of(s, carts, rules::side::modern) == 2);
}

TEST_CASE("a path that can be read in two ways, or not at all, is refused") {
    auto const s = two_features();
    auto const doubtful = route_of(s, {.target = "/orders%2F1"});
    REQUIRE(doubtful.refused);
    CHECK(doubtful.refused->status == 400);
    CHECK(doubtful.refused->reason == "ambiguous_path");
    CHECK_FALSE(doubtful.refused->message.empty());
    auto const broken = route_of(s, {.target = "/orders/%zz"});
    REQUIRE(broken.refused);
    CHECK(broken.refused->status == 400);
    CHECK(broken.refused->reason == "bad_path");
    CHECK(broken.feature == nullptr);
}

TEST_CASE("translated is between the client and the side that does not speak its dialect") {
    acl::translator_options options;
    options.name = "orders";
    auto const translator = std::make_shared<acl::translator const>([&] {
        auto compiled = acl::translator::compile(options);
        REQUIRE(compiled.has_value());
        return std::move(*compiled);
    }());
    for (auto const contract : {rules::side::legacy, rules::side::modern})
        for (auto const side : {rules::side::legacy, rules::side::modern}) {
            feature f;
            f.options.contract = contract;
            route r;
            r.feature = &f;
            CHECK_FALSE(must_translate(r, side));
            f.translator = translator;
            CHECK(must_translate(r, side) == (side != contract));
        }
    CHECK_FALSE(must_translate(route{}, rules::side::modern));
}

TEST_CASE("only the methods that the feature names may be shadowed") {
    feature f;
    CHECK_FALSE(is_comparable(f, "GET"));
    f.compared_methods = {"GET", "HEAD"};
    CHECK(is_comparable(f, "GET"));
    CHECK(is_comparable(f, "HEAD"));
    CHECK_FALSE(is_comparable(f, "POST"));
    CHECK_FALSE(is_comparable(f, "get"));
}

TEST_CASE("the facts of a request are its head's, and the scratch is used again") {
    http::request_head head;
    head.method = "POST";
    head.fields.push_back({"X-A", "1"});
    head.fields.push_back({"Cookie", "sid=2", http::known::cookie});
    http::target target;
    target.path = "/a";
    target.query = "b=c";
    target.has_query = true;
    decision_scratch scratch;
    auto const client = *rules::ip_address::parse("192.0.2.7");
    for (int i = 0; i < 2; ++i) {
        auto const facts = facts_of(head, target, "shop.example", client, scratch);
        CHECK(facts.method == "POST");
        CHECK(facts.host == "shop.example");
        CHECK(facts.path == "/a");
        CHECK(facts.query == "b=c");
        CHECK(facts.has_query);
        REQUIRE(facts.fields.size() == 2);
        CHECK(facts.fields[1].name == "Cookie");
        CHECK(facts.fields[1].value == "sid=2");
        CHECK(facts.cookies_begin == 1);
        CHECK(facts.cookies_end == 2);
        CHECK(facts.seen == rules::marks_of(facts));
        CHECK(facts.client == client);
    }
}
