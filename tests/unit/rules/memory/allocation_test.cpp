#include "rules/marks.hpp"
#include "rules/policy.hpp"
#include "rules/table.hpp"
#include "support/allocation.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;
using ficus::test::allocations;
using ficus::test::ok;
using ficus::test::request;
using ficus::test::seen;

TEST_CASE("routing and deciding allocate nothing once they are warm") {
    std::vector<feature_options> features(200);
    for (std::size_t f = 0; f < features.size(); ++f) {
        auto const n = std::to_string(f);
        features[f].name = "feature-" + n;
        features[f].sticky = {"header:X-User", "cookie:sid", "query:u", "issue"};
        features[f].match.resize(3);
        features[f].match[0].path = "/api/service-with-a-long-name-" + n + "/{id}";
        features[f].match[1].path_prefix = "/pages/" + n + "/";
        features[f].match[1].headers = {{"X-Kind", name_match::how::regex, "^a.*b$"}};
        features[f].match[2].path_regex = "^/old/" + n + "/[0-9]+$";
        features[f].match[2].host = "*.example.com";
    }
    auto const compiled = ok(table::compile(features));
    feature_rules rules;
    for (auto const* text :
         {"header:X-Beta=1", "cookie:beta~^(a|b)$", "query:name~a b", "ip=10.0.0.0/8", "method!=GET"})
        rules = flip(rules, {ok(condition::parse(text))}, share::of_hundredths(100));
    rules = flip(rules, {}, share::of_hundredths(5000));
    auto const decides = ok(policy::compile(features[0], rules));

    auto addressed = features[0];
    addressed.sticky = {"query:none", "ip"};
    auto const by_address = ok(policy::compile(addressed, rules));

    std::vector<std::unique_ptr<seen>> requests;
    for (auto const* target : {"/api/service-with-a-long-name-7/1", "/pages/9/x%20y/../%C3%A9?name=c+d&u=%41",
                               "/old/3/12", "/none", "/a%2Fb//c;d", "/%zz", "/pages/1/..%2f..;x//%5C\\%00/a",
                               "/pages/9/../9/x;jsessionid=1", "/pages/9/a%2Fb/../c%2Fd"}) {
        request head{target, {{"Cookie", "a=b; beta=no; sid="}, {"X-Kind", "ab"}, {"User-Agent", "x"}}};
        requests.push_back(std::make_unique<seen>(head));
        head.headers.push_back({"x-user", std::string(400, 'u')});
        requests.push_back(std::make_unique<seen>(head));
    }
    table::scratch scratch;
    std::size_t work = 0;
    auto const run = [&] {
        for (auto const& r : requests) {
            auto const outcome = compiled.route(r->facts(), scratch);
            auto const decision = decides.decide(r->facts(), 17, "0123456789abcdef0123456789abcdef");
            work += outcome.feature + decision.rule + decision.issue;
            auto marked = r->facts();
            marked.seen = marks_of(marked);
            work += compiled.route(marked, scratch).feature + by_address.decide(marked, 17).rule;
        }
    };
    run();
    auto const before = allocations();
    for (int i = 0; i < 10; ++i) run();
    CHECK(allocations() == before);
    CHECK(before > 0);
    CHECK(work > 0);
    CHECK(before > 0);
}
