#include "unit/config/wrong_configuration.hpp"

using namespace ficus;
using namespace ficus::test::wrong_configuration;
using namespace std::chrono_literals;

namespace {

config::configuration read(std::string const& text) {
    auto result = read_text(text, "ficus.toml", nothing);
    if (result.has_error())
        for (auto const& problem : result.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(result.has_value());
    return *result;
}

} // namespace

TEST_CASE("what is not said of services that fail has its default") {
    auto const config = read(feature + "[upstreams.old]\nendpoints = [\"http://127.0.0.1:9002\"]\n");
    auto const& upstream = config.upstreams.at(0);
    CHECK_FALSE(upstream.queue_timeout);
    CHECK_FALSE(upstream.body_timeout);
    CHECK(upstream.request_timeout == 0s);
    CHECK(upstream.timeout_header == "");
    CHECK(upstream.retry_budget == resilience::budget_options{.share = 0.1, .least_per_second = 1});
    CHECK_FALSE(upstream.breaker);
    CHECK(upstream.backoff == resilience::backoff_options{.base = 25ms, .most = 250ms});
    auto const& guards = config.features.at(0).guards;
    CHECK_FALSE(upstream.adaptive);
    CHECK(guards.sides[0] == upstream::side_options{});
    CHECK(guards.sides[1] == upstream::side_options{});
    CHECK(guards.sides[1].bulkhead.says_nothing());
    CHECK_FALSE(guards.request_timeout);
    CHECK(guards.retry_methods.empty());
    CHECK(guards.fallback == upstream::fallback_rules{});
    CHECK_FALSE(guards.breaker);
}

TEST_CASE("an upstream says how long it is waited for and how often it is asked") {
    auto const config = read(base + R"(queue_timeout = "2s"
body_timeout = "3s"
request_timeout = "4s"
timeout_header = "X-Time-Left"
retries = 2
retry_budget = { share = 0.25, least = 3 }
backoff = { base = "0ms", most = "1s" }
)");
    auto const& said = config.upstreams.at(0);
    CHECK(said.queue_timeout == 2s);
    CHECK(said.body_timeout == 3s);
    CHECK(said.request_timeout == 4s);
    CHECK(said.timeout_header == "X-Time-Left");
    CHECK(said.retries == 2);
    CHECK(said.retry_budget == resilience::budget_options{.share = 0.25, .least_per_second = 3});
    CHECK(said.backoff == resilience::backoff_options{.base = 0ms, .most = 1s});
}

TEST_CASE("a feature's side may say in full how long it is waited for") {
    auto const config = read(base + R"([features.f]
match = [ { path = "/f" } ]
modern = { upstream = "n", connect_timeout = "1s", response_timeout = "2s", queue_timeout = "3s", body_timeout = "4s", retries = 0 }
legacy = { response_timeout = "5s" }
request_timeout = "0s"
retry_methods = ["POST", "PATCH"]
[upstreams.n]
endpoints = ["http://127.0.0.1:9002"]
)");
    auto const& f = config.features.at(0);
    CHECK(f.options.modern == "n");
    CHECK(f.options.legacy == "m");
    CHECK(f.guards.sides[1] == upstream::side_options{1s, 2s, 3s, 4s, 0, {}});
    CHECK(f.guards.sides[0] == upstream::side_options{.response_timeout = 5s});
    CHECK(f.guards.request_timeout == 0s);
    CHECK(f.guards.retry_methods == std::vector<std::string>{"POST", "PATCH"});
    CHECK(config.warnings.empty());
}

TEST_CASE("a feature's side may say how many requests are under way there, and wait") {
    auto const config = read(base + R"([features.f]
match = [ { path = "/f" } ]
modern = { upstream = "n", max_requests = 32, max_pending = 0 }
legacy = { max_requests = 8 }
[upstreams.n]
endpoints = ["http://127.0.0.1:9002"]
)");
    auto const& sides = config.features.at(0).guards.sides;
    CHECK(sides[1].bulkhead == resilience::bulkhead_options{32, 0});
    CHECK(sides[0].bulkhead == resilience::bulkhead_options{8, {}});
    CHECK(config.warnings.empty());
}

TEST_CASE("a limit for those that wait that is no less than that for all says nothing") {
    auto const config = read(base + R"([features.f]
match = [ { path = "/f" } ]
modern = { upstream = "n", max_requests = 8, max_pending = 8 }
[upstreams.n]
endpoints = ["http://127.0.0.1:9002"]
)");
    REQUIRE(config.warnings.size() == 1);
    CHECK(config.warnings[0].key == "features.f.modern.max_pending");
    CHECK_THAT(config.warnings[0].message, Catch::Contains("write less than that"));
}

TEST_CASE("an upstream's limit moves where it says so") {
    auto const of = [](std::string const& more) { return read(base + more).upstreams.at(0).adaptive; };
    CHECK(of("adaptive = true\n") == resilience::gradient_options{.least = 8, .tolerance = 1.5});
    CHECK_FALSE(of("adaptive = false\n"));
    CHECK(of("adaptive = {}\n") == resilience::gradient_options{});
    CHECK(of("adaptive = { least = 20, tolerance = 2 }\n") ==
          resilience::gradient_options{.least = 20, .tolerance = 2});
    // What is not said of it gives way.
    CHECK(of("max_connections = 4\nadaptive = true\n"));
}

TEST_CASE("fallback_on names all that legacy answers for") {
    auto const on = [](std::string const& list) {
        return read(feature + "fallback = true\nfallback_on = " + list + '\n').features.at(0).guards.fallback;
    };
    auto const kinds = on(R"(["unavailable", "timeout", "open", "overloaded"])");
    CHECK(kinds == upstream::fallback_rules{.allowed = true, .statuses = {}});
    auto const statuses = on("[503, \"429\", \"timeout\"]");
    CHECK_FALSE(statuses.unavailable);
    CHECK_FALSE(statuses.overloaded);
    CHECK_FALSE(statuses.open);
    CHECK(statuses.timeout);
    CHECK(statuses.statuses == resilience::status_set{429, 503});
    CHECK(on("\"5xx\"").statuses.contains(599));
}

TEST_CASE("fallback_on without fallback is a doubt") {
    auto const config = read(base + R"([features.f]
match = [ { path = "/f" } ]
modern = "n"
fallback_on = [503]
[upstreams.n]
endpoints = ["http://127.0.0.1:9002"]
)");
    REQUIRE(config.warnings.size() == 1);
    CHECK(config.warnings[0].key == "features.f.fallback_on");
    CHECK_THAT(config.warnings[0].message, Catch::Contains("fallback = true"));
}

TEST_CASE("a feature has a breaker where legacy answers instead, or where it says so") {
    auto const of = [](std::string const& more) {
        return read(feature + more).features.at(0).guards.breaker;
    };
    CHECK(of("fallback = true\n"));
    CHECK_FALSE(of("fallback = true\nbreaker = false\n"));
    CHECK_FALSE(of("fallback = true\nfallback_on = [503]\n"));
    CHECK(of("breaker = true\n"));
    auto const said = of(R"([features.f.breaker]
window = "2s"
min_requests = 3
failure_rate = 0.25
slow_after = "4s"
slow_rate = 0.75
consecutive = 0
open_for = "6s"
probes = 7
probe_timeout = "0s"
failures = ["5xx", 429]
)");
    REQUIRE(said);
    CHECK(said->window == 2s);
    CHECK(said->min_requests == 3);
    CHECK(said->failure_rate == 0.25);
    CHECK(said->slow_after == 4s);
    CHECK(said->slow_rate == 0.75);
    CHECK(said->consecutive == 0);
    CHECK(said->open_for == 6s);
    CHECK(said->probes == 7);
    CHECK(said->probe_timeout == 0s);
    CHECK(said->failures.contains(429));
    CHECK(said->failures.contains(599));
    CHECK_FALSE(said->failures.contains(404));
    CHECK(read(base + "breaker = { probes = 2 }\n").upstreams.at(0).breaker->probes == 2);
}

TEST_CASE("wrong words about services that fail") {
    std::string const sided = base + "[features.f]\nmatch = [ { path = \"/f\" } ]\n";
    check({
        {base + "queue_timeout = »\"0s\"\n", "upstreams.m.queue_timeout", "is \"0s\"", "at least \"1ms\""},
        {base + "body_timeout = »1\n", "upstreams.m.body_timeout", "is an integer", "must be a duration"},
        {base + "request_timeout = »\"ten\"\n", "upstreams.m.request_timeout", "is no duration", "such as"},
        {base + "timeout_header = »\"X Time\"\n", "upstreams.m.timeout_header",
         "is no name of a header field", "X-Request-Timeout-Ms"},
        {base + "timeout_header = »\"Host\"\n", "upstreams.m.timeout_header", "says something else already",
         "X-Request-Timeout-Ms"},
        {base + "retry_budget = { share = »2 }\n", "upstreams.m.retry_budget.share", "is 2",
         "between 0 and 1"},
        {base + "retry_budget = { least = »-1 }\n", "upstreams.m.retry_budget.least", "is -1",
         "between 0 and"},
        {base + "retry_budget = { »most = 1 }\n", "upstreams.m.retry_budget.most", "no key", "least"},
        {base + "backoff = { base = \"1s\", most = »\"10ms\" }\n", "upstreams.m.backoff.most",
         "is less than `base`", "no less than that"},
        {base + "backoff = { »min = \"1s\" }\n", "upstreams.m.backoff.min", "no key", "base"},
        {sided + "modern = { upstream = »\"x\" }\n", "features.f.modern.upstream",
         "is not among the upstreams", "add [upstreams.x]"},
        {sided + "modern = »{ retries = 1 }\n", "features.f.modern.upstream", "is missing", "add `upstream"},
        {sided + "modern = { upstream = \"m\", retries = »11 }\n", "features.f.modern.retries", "is 11",
         "between 0 and 10"},
        {sided + "modern = { upstream = \"m\", »timeout = \"1s\" }\n", "features.f.modern.timeout", "no key",
         "queue_timeout"},
        {feature + "legacy = { upstream = »\"x\" }\n", "features.f.legacy.upstream",
         "is not among the upstreams", "add [upstreams.x]"},
        {feature + "request_timeout = »\"-1s\"\n", "features.f.request_timeout", "is no duration", "such as"},
        {feature + "retry_methods = [»\"post\"]\n", "features.f.retry_methods[0]", "case-sensitive", "POST"},
        {feature + "fallback = true\nfallback_on = »[]\n", "features.f.fallback_on", "is empty",
         "write fallback = false"},
        {feature + "fallback = true\nfallback_on = [503, »\"slow\"]\n", "features.f.fallback_on[1]",
         "\"slow\" is no status from 400 to 599", "\"timeout\""},
        {feature + "breaker = »\"on\"\n", "features.f.breaker", "is a string", "must be true or false"},
        {feature + "breaker.window = »\"1ms\"\n", "features.f.breaker.window", "is \"1ms\"", "at least"},
        {feature + "breaker.failure_rate = »0\n", "features.f.breaker.failure_rate", "must be above 0",
         "nothing would ever be asked"},
        {feature + "breaker.probes = »0\n", "features.f.breaker.probes", "is 0", "between 1 and"},
        {feature + "breaker.failures = [»\"slow\"]\n", "features.f.breaker.failures[0]",
         "\"slow\" is no status from 400 to 599", "write one of these"},
        {feature + "breaker.»rate = 1\n", "features.f.breaker.rate", "no key", "failure_rate"},
        {sided + "modern = { upstream = \"m\", max_requests = »0 }\n", "features.f.modern.max_requests",
         "is 0", "between 1 and"},
        {sided + "modern = { upstream = \"m\", max_pending = »-1 }\n", "features.f.modern.max_pending",
         "is -1", "between 0 and"},
        {sided + "modern = { upstream = \"m\", »max_connections = 9 }\n", "features.f.modern.max_connections",
         "no key", "max_requests"},
        {base + "adaptive = »1\n", "upstreams.m.adaptive", "is an integer", "must be true or false"},
        {base + "adaptive = { least = »0 }\n", "upstreams.m.adaptive.least", "is 0", "between 1 and"},
        {base + "max_connections = 4\nadaptive = { least = »5 }\n", "upstreams.m.adaptive.least",
         "is more than `max_connections`, which is 4", "write no more than that"},
        {base + "adaptive = { tolerance = »1 }\n", "upstreams.m.adaptive.tolerance", "is 1",
         "between 1.05 and 100"},
        {base + "adaptive = { tolerance = »nan }\n", "upstreams.m.adaptive.tolerance", "is no finite number",
         "between 1.05 and 100"},
        {base + "adaptive = { tolerance = »\"2\" }\n", "upstreams.m.adaptive.tolerance", "is a string",
         "a number such as 1.5"},
        {base + "adaptive = { »most = 9 }\n", "upstreams.m.adaptive.most", "no key", "least"},
        {base + "breaker = { open_for = »\"0s\" }\n", "upstreams.m.breaker.open_for", "is \"0s\"",
         "at least"},
        {feature + "fallback = true\nfallback_on = [»200]\n", "features.f.fallback_on[0]",
         "\"200\" is no error", "400 to 599"},
    });
}
