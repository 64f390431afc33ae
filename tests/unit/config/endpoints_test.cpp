#include "unit/config/wrong_configuration.hpp"

using namespace ficus;
using namespace ficus::test::wrong_configuration;
using namespace std::chrono_literals;

namespace {

std::string const two = facade + "[upstreams.m]\nendpoints = [\"http://a:1\", \"http://b:2\"]\n";

config::configuration read(std::string const& text) {
    auto result = read_text(text, "ficus.toml", nothing);
    if (result.has_error())
        for (auto const& problem : result.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(result.has_value());
    return *result;
}

upstream::upstream_options upstream_of(std::string const& text) {
    return read(text).upstreams.at(0);
}

} // namespace

TEST_CASE("an endpoint that fails is left out where there is another one, unless it is said otherwise") {
    CHECK(upstream_of(two).outlier == resilience::outlier_options{});
    CHECK_FALSE(upstream_of(base).outlier);
    CHECK_FALSE(upstream_of(two + "outlier = false\n").outlier);
    CHECK(upstream_of(two + "outlier = true\n").outlier == resilience::outlier_options{});
    auto const said = upstream_of(two + R"([upstreams.m.outlier]
consecutive = 3
base = "2s"
most = "4s"
max_ejected = 0.25
failures = ["5xx"]
)")
                          .outlier;
    REQUIRE(said);
    CHECK(said->consecutive == 3);
    CHECK(said->base == 2s);
    CHECK(said->most == 4s);
    CHECK(said->max_ejected == 0.25);
    CHECK(said->failures.contains(599));
    CHECK_FALSE(said->failures.contains(404));
}

TEST_CASE("who leaves out a single endpoint is told that this never happens") {
    auto const config = read(base + "outlier = true\n");
    REQUIRE(config.warnings.size() == 1);
    CHECK_THAT(config.warnings[0].message, Catch::Contains("single endpoint"));
    CHECK_FALSE(config.upstreams.at(0).outlier);
}

TEST_CASE("endpoints have weights, and requests go by load or in turns") {
    auto const plain = upstream_of(two);
    CHECK(plain.endpoints.at(0).weight == 1);
    CHECK_FALSE(plain.take_turns);
    CHECK(plain.panic == 0.5);
    CHECK(plain.slow_start == 0s);
    auto const said = upstream_of(facade + R"([upstreams.m]
endpoints = ["http://a:1", { url = "http://b:2", weight = 3 }]
balance = "turns"
panic = 0.25
slow_start = "10s"
)");
    REQUIRE(said.endpoints.size() == 2);
    CHECK(said.endpoints[0].weight == 1);
    CHECK(said.endpoints[1].weight == 3);
    CHECK(said.endpoints[1].authority == "b:2");
    CHECK(said.take_turns);
    CHECK(said.panic == 0.25);
    CHECK(said.slow_start == 10s);
}

TEST_CASE("endpoints are asked whether they are well where it is said how") {
    CHECK_FALSE(upstream_of(two).check);
    auto const plain = upstream_of(two + "check = { path = \"/health\" }\n").check;
    REQUIRE(plain);
    CHECK(plain->path == "/health");
    CHECK_FALSE(plain->host);
    CHECK(plain->interval == 2s);
    CHECK(plain->timeout == 1s);
    CHECK(plain->rise == 2);
    CHECK(plain->fall == 3);
    CHECK(plain->statuses.contains(204));
    CHECK_FALSE(plain->statuses.contains(302));
    auto const said = upstream_of(two + R"([upstreams.m.check]
path = "/ready?deep=1"
host = "orders.internal"
interval = "500ms"
timeout = "250ms"
rise = 1
fall = 5
status = [200, "3xx"]
)")
                          .check;
    REQUIRE(said);
    CHECK(said->path == "/ready?deep=1");
    CHECK(said->host == "orders.internal");
    CHECK(said->interval == 500ms);
    CHECK(said->timeout == 250ms);
    CHECK(said->rise == 1);
    CHECK(said->fall == 5);
    CHECK(said->statuses.contains(200));
    CHECK(said->statuses.contains(302));
    CHECK_FALSE(said->statuses.contains(204));
}

TEST_CASE("wrong words about endpoints") {
    auto const of = [](std::string const& list) {
        return facade + "[upstreams.m]\nendpoints = [" + list + "]\n";
    };
    check({
        {of("»9001"), "upstreams.m.endpoints[0]", "is no endpoint", "write a URL such as"},
        {of("{ url = »\"a:1\" }"), "upstreams.m.endpoints[0].url", "is no http URL", "write a URL"},
        {of("»{ weight = 2 }"), "upstreams.m.endpoints[0].url", "is missing", ""},
        {of("{ url = \"http://a\", weight = »0 }"), "upstreams.m.endpoints[0].weight", "is 0",
         "between 1 and"},
        {of("{ url = \"http://a\", »share = 1 }"), "upstreams.m.endpoints[0].share", "no key", "weight"},
        {of("\"http://a\", { url = »\"http://a:80\" }"), "upstreams.m.endpoints[1].url", "is listed twice",
         "remove"},
        {two + "balance = »\"least_loaded\"\n", "upstreams.m.balance", "least_loaded", "`least`"},
        {two + "outlier.consecutive = »0\n", "upstreams.m.outlier.consecutive", "is 0", "between 1 and"},
        {two + "outlier = { base = \"2s\", most = »\"1s\" }\n", "upstreams.m.outlier.most",
         "is less than `base`", "no less"},
        {two + "outlier.failures = [»\"slow\"]\n", "upstreams.m.outlier.failures[0]", "is no status",
         "400 to 599"},
        {two + "outlier.»rate = 1\n", "upstreams.m.outlier.rate", "no key", "base"},
        {two + "check = »true\n", "upstreams.m.check", "is a boolean", "table"},
        {two + "check = { path = »\"health\" }\n", "upstreams.m.check.path", "is no path", "'/'"},
        {two + "check = { path = \"/h\", host = »\"a b\" }\n", "upstreams.m.check.host", "is no host",
         "orders.internal"},
        {two + "check = { path = \"/h\", rise = »0 }\n", "upstreams.m.check.rise", "is 0", "between 1 and"},
        {two + "check = { path = \"/h\", status = [»\"ok\"] }\n", "upstreams.m.check.status[0]",
         "is no status", "2xx"},
        {two + "check = { path = \"/h\", status = »[] }\n", "upstreams.m.check.status", "is empty", "2xx"},
        {two + "check = { path = \"/h\", »every = 1 }\n", "upstreams.m.check.every", "no key", "interval"},
        {two + "panic = »2\n", "upstreams.m.panic", "", ""},
        {two + "slow_start = »10\n", "upstreams.m.slow_start", "", ""},
    });
}
