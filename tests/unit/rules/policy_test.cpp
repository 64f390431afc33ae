#include "rules/bucket.hpp"
#include "rules/policy.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using namespace ficus::rules;
using ficus::test::ok;
using ficus::test::request;
using ficus::test::seen;

namespace {

std::vector<condition> when(char const* text) {
    return {ok(condition::parse(text))};
}

share percent(char const* text) {
    return share::parse(text).value();
}

feature_options options(std::vector<std::string> sticky) {
    feature_options o;
    o.name = "orders";
    o.sticky = std::move(sticky);
    return o;
}

policy compiled(feature_options const& o, feature_rules const& f) {
    return ok(policy::compile(o, f));
}

feature_rules at(char const* share_text) {
    return flip({}, {}, percent(share_text));
}

} // namespace

TEST_CASE("the first rule whose conditions all hold decides") {
    auto rules = flip(at("0%"), when("header:X-Beta"), share::all());
    rules = flip(rules, when("method=GET"), share::none());
    auto const p = compiled(options({}), flip(rules, {}, share::all()));
    seen const beta({"/", {{"X-Beta", ""}}});
    seen const get({});
    request head;
    head.method = "POST";
    seen const post(head);
    CHECK(p.decide(beta.facts(), 0).rule == 0);
    CHECK(p.decide(beta.facts(), 0).side == side::modern);
    CHECK(p.decide(get.facts(), 0).rule == 1);
    CHECK(p.decide(get.facts(), 0).side == side::legacy);
    CHECK(p.decide(post.facts(), 0).rule == 2);
    CHECK(p.decide(post.facts(), 9999).side == side::modern);
}

TEST_CASE("all conditions of a rule must hold") {
    auto conditions = when("header:A=1");
    conditions.push_back(ok(condition::parse("header:B=2")));
    auto const p = compiled(options({}), flip({}, conditions, share::all()));
    seen const one({"/", {{"A", "1"}}});
    seen const both({"/", {{"A", "1"}, {"B", "2"}}});
    CHECK(p.decide(one.facts(), 0).rule == 1);
    CHECK(p.decide(both.facts(), 0).rule == 0);
}

TEST_CASE("the first sticky key that is present gives the bucket") {
    auto const p = compiled(options({"header:X-User-Id", "cookie:sid", "query:u", "ip"}), at("50%"));
    struct row {
        request head;
        char const* source;
        char const* key;
    };
    for (auto const& r :
         {row{{"/?u=q", {{"Cookie", "sid=c"}, {"x-user-id", "h"}}}, "header:X-User-Id", "h"},
          row{{"/?u=q", {{"Cookie", "a=b; sid=c"}}}, "cookie:sid", "c"},
          row{{"/?u=a%20b+c"}, "query:u", "a b c"},
          row{{"/?u=q", {{"X-User-Id", ""}, {"Cookie", "sid="}}}, "query:u", "q"},
          row{{"/", {{"X-User-Id", ""}, {"X-User-Id", "second"}}}, "header:X-User-Id", "second"},
          row{{"/?u="}, "ip", "192.0.2.7"}}) {
        seen const head(r.head);
        auto const made = p.decide(head.facts(), 0);
        CHECK(made.key_source == r.source);
        REQUIRE(made.bucket.has_value());
        CHECK(*made.bucket == bucket_of("orders", r.key));
        CHECK(made.side == (*made.bucket < 5000 ? side::modern : side::legacy));
        CHECK_FALSE(made.issue);
    }
}

TEST_CASE("a client keeps its side whatever is drawn") {
    auto const p = compiled(options({"cookie:sid"}), at("50%"));
    for (int user = 0; user < 1000; ++user) {
        seen const head({"/", {{"Cookie", "sid=" + std::to_string(user)}}});
        REQUIRE(p.decide(head.facts(), 0).side == p.decide(head.facts(), 9999).side);
    }
}

TEST_CASE("without a sticky key the draw decides, and there is no bucket to show") {
    auto const p = compiled(options({"cookie:sid"}), at("12.5%"));
    seen const head({});
    CHECK(p.decide(head.facts(), 1249).side == side::modern);
    CHECK(p.decide(head.facts(), 1250).side == side::legacy);
    CHECK_FALSE(p.decide(head.facts(), 0).bucket.has_value());
    CHECK(p.decide(head.facts(), 0).key_source.empty());
    CHECK_FALSE(p.decide(head.facts(), 0, "unused").issue);
}

TEST_CASE("a configured salt takes the name's place") {
    auto o = options({"cookie:sid"});
    o.salt = "2024";
    seen const head({"/", {{"Cookie", "sid=x"}}});
    CHECK(compiled(o, at("50%")).decide(head.facts(), 0).bucket == bucket_of("2024", "x"));
}

TEST_CASE("issue makes a cookie where no key is present and the share is in between") {
    auto const p = compiled(options({"header:X-User-Id", "issue"}), at("50%"));
    CHECK(p.may_issue());
    seen const head({});
    auto const fresh = p.decide(head.facts(), 0, "new-id");
    CHECK(fresh.issue);
    CHECK(fresh.bucket == bucket_of("orders", "new-id"));
    CHECK(fresh.key_source == "issue");
    // The next request brings the cookie, and goes to the same side without another one.
    seen const next({"/", {{"Cookie", "ficus=new-id"}}});
    auto const again = p.decide(next.facts(), 0, "other-id");
    CHECK_FALSE(again.issue);
    CHECK(again.bucket == fresh.bucket);
    CHECK(again.side == fresh.side);
    CHECK(again.key_source == "issue");
    // Any other key comes first.
    seen const user({"/", {{"X-User-Id", "u"}, {"Cookie", "ficus=new-id"}}});
    CHECK(p.decide(user.facts(), 0, "other-id").key_source == "header:X-User-Id");
}

TEST_CASE("to explain needs no id, and shows that one would be issued") {
    auto const p = compiled(options({"issue"}), at("50%"));
    seen const head({});
    auto const made = p.decide(head.facts(), 0);
    CHECK(made.issue);
    CHECK_FALSE(made.bucket.has_value());
    CHECK(made.key_source.empty());
}

TEST_CASE("nothing is issued where the deciding share is 0 or 100 %") {
    seen const head({});
    for (auto const* text : {"0%", "100%"}) {
        auto const p = compiled(options({"issue"}), at(text));
        CHECK_FALSE(p.may_issue());
        CHECK_FALSE(p.decide(head.facts(), 0, "id").issue);
    }
    auto const p = compiled(options({"issue"}), flip(at("50%"), when("header:X-Beta"), share::all()));
    seen const beta({"/", {{"X-Beta", "1"}}});
    CHECK(p.may_issue());
    CHECK_FALSE(p.decide(beta.facts(), 0, "id").issue);
    CHECK(p.decide(head.facts(), 0, "id").issue);
}

TEST_CASE("at 0 % nobody and at 100 % everybody goes to modern, whatever the bucket") {
    for (int user = 0; user < 3000; ++user) {
        seen const head({"/", {{"Cookie", "sid=" + std::to_string(user)}}});
        REQUIRE(compiled(options({"cookie:sid"}), at("0%")).decide(head.facts(), 0).side == side::legacy);
        REQUIRE(compiled(options({"cookie:sid"}), at("100%")).decide(head.facts(), 9999).side ==
                side::modern);
    }
}

TEST_CASE("a sticky list that cannot be understood is refused, all of it at once") {
    auto const made =
        policy::compile(options({"header:", "session", "issue", "cookie:a b", "query:", "ip", "header"}), {});
    REQUIRE_FALSE(made);
    std::vector<std::string> keys;
    for (auto const& e : made.error()) {
        keys.push_back(e.key);
        CHECK_FALSE(e.message.empty());
    }
    CHECK(keys == std::vector<std::string>{"sticky[0]", "sticky[1]", "sticky[2]", "sticky[3]", "sticky[4]",
                                           "sticky[6]"});
    CHECK_THAT(made.error()[2].message, Catch::Contains("make it the last"));

    auto const near =
        policy::compile(options({"cookies:sid", "Header:X-User", "queri:q", "IP", "header"}), {});
    REQUIRE_FALSE(near);
    std::vector<std::string> meant;
    for (auto const& e : near.error()) meant.push_back(e.message.substr(e.message.find("did you")));
    CHECK(meant == std::vector<std::string>{"did you mean `cookie:sid`?", "did you mean `header:X-User`?",
                                            "did you mean `query:q`?", "did you mean `ip`?",
                                            "did you mean `header:NAME`?"});
}

TEST_CASE("a sticky sample keeps a key, is as large as asked for on either side of the split, and random "
          "without a key") {
    auto const p = compiled(options({"cookie:sid", "issue"}), at("25%"));
    seen const nobody({});
    CHECK(p.sample_bucket(nobody.facts(), 1234) == 1234);
    CHECK(p.sample_bucket(nobody.facts(), 1, "fresh") == p.sample_bucket(nobody.facts(), 2, "fresh"));
    int by_side[2] = {0, 0};
    int sampled[2] = {0, 0};
    for (int i = 0; i < 8000; ++i) {
        seen const client({"/", {{"Cookie", "sid=client" + std::to_string(i)}}});
        auto const bucket = p.sample_bucket(client.facts(), 0);
        REQUIRE(bucket == p.sample_bucket(client.facts(), 9999));
        auto const modern = p.decide(client.facts(), 0).side == side::modern;
        ++by_side[modern];
        sampled[modern] += percent("10%").takes(bucket);
    }
    // 2,000 and 6,000 clients: 10 % of each is within five standard deviations of itself.
    CHECK(std::abs(sampled[0] - by_side[0] / 10) < 120);
    CHECK(std::abs(sampled[1] - by_side[1] / 10) < 70);
}

TEST_CASE("an issued cookie is drawn for the sample as it will be when it comes back") {
    auto const p = compiled(options({"issue"}), at("25%"));
    seen const first({});
    seen const later({"/", {{"Cookie", "ficus=0123456789abcdef"}}});
    CHECK(p.sample_bucket(first.facts(), 5, "0123456789abcdef") == p.sample_bucket(later.facts(), 6));
}
