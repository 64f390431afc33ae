#include "unit/config/wrong_configuration.hpp"

using namespace ficus::test::wrong_configuration;

TEST_CASE("an answer is put together for clients that speak legacy; for others that is a doubt") {
    auto const text = base + R"(
[upstreams.new]
endpoints = ["http://127.0.0.1:9002"]
[upstreams.customers]
endpoints = ["http://127.0.0.1:9003"]
[features.a]
match = [ { path = "/a" } ]
modern = "new"
translator = "t"
contract = "modern"
[translators.t]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.t.response.fields]]
legacy = "name"
modern = "customer:name"
[[translators.t.calls]]
name = "customer"
path = "/c?x={x}&y={y}"
from = { x = "query:x", y = "answer:y" }
upstream = "customers"
timeout = "300ms"
absent = []
on_failure = { default = "{}" }
)";
    auto const read = read_text(text, "ficus.toml", nothing);
    REQUIRE(read.has_value());
    auto const& config = *read;
    REQUIRE(config.warnings.size() == 1);
    CHECK(config.warnings[0].key == "features.a.translator");
    CHECK_THAT(config.warnings[0].message, Catch::Contains("clients here speak modern"));
    auto const& call = config.translators.at(0).calls.at(0);
    CHECK(call.name == "customer");
    CHECK(call.upstream == "customers");
    CHECK(call.timeout == std::chrono::milliseconds(300));
    CHECK(call.absent.empty());
    CHECK(call.on_failure == ficus::acl::call_failure::stand_in);
    CHECK(call.stand_in == "{}");
    CHECK(call.from.at(1) == std::pair<std::string, std::string>("y", "answer:y"));
}

TEST_CASE("wrong calls of a translator") {
    auto const call = [](std::string const& keys) {
        return translator + "[[translators.t.response.fields]]\nlegacy = \"a\"\nmodern = \"c:a\"\n" +
               "[[translators.t.calls]]\n" + keys + '\n';
    };
    std::string const whole = "name = \"c\"\npath = \"/c\"\n";
    check({
        {call(whole + "upstream = »\"n\""), "translators.t.calls[0].upstream", "not among the upstreams",
         "known are: `m`"},
        {call(whole + "timeout = »\"0s\""), "translators.t.calls[0].timeout", "is \"0s\"",
         "at least \"1ms\""},
        {call(whole + "on_failure = »\"absnt\""), "translators.t.calls[0].on_failure", "absnt",
         "did you mean `absent`?"},
        {call(whole + "on_failure = { default = »\"{\" }"), "translators.t.calls[0].on_failure.default",
         "line 1", ""},
        {call(whole + "»methd = \"POST\""), "translators.t.calls[0].methd", "", "known are"},
        {call(whole + "from = { x = »\"query:x\" }"), "translators.t.calls[0].from.x", "has no {x}",
         "leave it out"},
        {call("name = \"c\"\npath = »\"c\""), "translators.t.calls[0].path", "is no path",
         "it begins with one '/'"},
    });
}
