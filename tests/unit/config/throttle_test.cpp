#include "facade/config/values.hpp"
#include "unit/config/wrong_configuration.hpp"

using namespace ficus::test::wrong_configuration;
using namespace std::chrono_literals;
using ficus::config::parse_rate;
using ficus::resilience::rate;
using ficus::resilience::throttle_rule;

TEST_CASE("a rate is a number in a time") {
    CHECK(*parse_rate("1000/s") == rate{1000, 1s, 1000});
    CHECK(*parse_rate("5/2m") == rate{5, 120s, 5});
    CHECK(*parse_rate("1/h") == rate{1, 1h, 1});
    CHECK(*parse_rate("1000000/60m") == rate{1'000'000, 1h, 1'000'000});
    CHECK(*parse_rate("7/10s") == rate{7, 10s, 7});
}

TEST_CASE("anything else is no rate") {
    for (auto const* text : {"",
                             "/",
                             "5",
                             "5/",
                             "/s",
                             "0/s",
                             "-1/s",
                             "+1/s",
                             "1.5/s",
                             "1000001/s",
                             "99999999999999999999/s",
                             "5/ms",
                             "5/0s",
                             "5/2",
                             "5/2h",
                             "5/61m",
                             "5/3601s",
                             "5/-1s",
                             "5 /s",
                             "5/ s",
                             "5/s ",
                             "5/s/s",
                             "5/d",
                             "s/5",
                             "5/1s1s",
                             "5/18446744073709551616s"}) {
        INFO(text);
        CHECK(parse_rate(text).has_error());
    }
}

TEST_CASE("a feature's throttle is a list of rules, each with its burst") {
    auto const result = read_text(feature + R"(
[[features.f.throttle]]
rate = "1000/s"
burst = 2000
[[features.f.throttle]]
key = ["header:X-Api-Key", "ip"]
rate = "10/s"
)",
                                  "ficus.toml", nothing);
    REQUIRE(result.has_value());
    std::vector<throttle_rule> const due = {{{}, {1000, 1s, 2000}},
                                            {{"header:X-Api-Key", "ip"}, {10, 1s, 10}}};
    CHECK(result->features.at(0).throttle == due);
    CHECK(read_text(feature, "ficus.toml", nothing)->features.at(0).throttle.empty());
}

TEST_CASE("wrong rules of a throttle") {
    auto const rule = [](std::string const& keys) { return feature + "throttle = [{ " + keys + " }]\n"; };
    std::string const at = "features.f.throttle[0]";
    check({
        {rule("rate = »\"10\""), at + ".rate", "\"10\" is no rate", "such as \"1000/s\""},
        {rule("rate = »10"), at + ".rate", "is an integer", "string"},
        {feature + "throttle = [»{ burst = 3 }]\n", at + ".rate", "missing", "add `rate"},
        {rule("rate = \"10/s\", burst = »0"), at + ".burst", "is 0", "between 1 and 1000000"},
        {rule("rate = \"10/s\", key = [»\"cokie:sid\"]"), at + ".key[0]", "tells no client from another",
         "cookie:NAME"},
        {rule("rate = \"10/s\", key = [»\"issue\"]"), at + ".key[0]", "tells no client from another", "ip"},
        {rule("rate = \"10/s\", key = »[]"), at + ".key", "is empty", "leave the key out"},
        {rule("rate = \"10/s\", »bust = 3"), at + ".bust", "no key", "burst"},
        {feature + "throttle = »[]\n", "features.f.throttle", "is empty", "{ rate = \"1000/s\" }"},
    });
}

TEST_CASE("a throttle of more rules than a request can pass is refused") {
    std::string rules;
    for (int i = 0; i < 9; ++i) rules += "{ rate = \"1/s\" }, ";
    check({{feature + "throttle = »[" + rules + "]\n", "features.f.throttle", "more than 8", "leave some"}});
}
