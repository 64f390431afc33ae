#include "unit/config/right_configuration.hpp"

using namespace ficus;
using namespace ficus::test::right_configuration;
using namespace std::chrono_literals;

TEST_CASE("what is not said has its default") {
    auto const config = read(smallest);
    CHECK(config.facade.listen == std::vector<config::address>{{"127.0.0.1", 8080}});
    CHECK(config.facade.admin == config::address{"127.0.0.1", 9900});
    CHECK(config.facade.limits.max_header_size == 32 * 1024);
    CHECK(config.facade.log.access == 1.0);
    CHECK(config.upstreams.at(0).connect_timeout == 1s);
    CHECK(config.features.empty());
    CHECK(config.warnings.empty());
}

TEST_CASE("a feature's legacy side is the facade's, where it names none") {
    auto const config = read(std::string{smallest} + R"(
[upstreams.new]
endpoints = ["http://127.0.0.1:9002"]
[features.a]
match = [ { path = "/a" } ]
modern = "new"
)");
    auto const& feature = config.features.at(0);
    CHECK(feature.options.legacy == "monolith");
    CHECK(feature.options.contract == rules::side::legacy);
    CHECK_FALSE(feature.guards.fallback.allowed);
    CHECK(feature.compare.methods == std::vector<std::string>{"GET", "HEAD"});
    CHECK(feature.ready.min_compared == 1000);
    CHECK(feature.ready.min_per_operation == 1);
    CHECK(feature.ready.max_error_excess == 0.001);
    CHECK(feature.ready.max_latency_ratio == 0);
}

TEST_CASE("everything keeps the order of the file") {
    auto const config = read(std::string{smallest} + R"(
[upstreams.z]
endpoints = ["http://127.0.0.1:9002"]
[upstreams.b]
endpoints = ["http://127.0.0.1:9003"]
[features.zebra.compare]
keyed = { "$.z" = "1", "$.a" = "2" }
[features.ape]
match = [ { path = "/ape" } ]
modern = "b"
[features.zebra]
match = [ { path = "/zebra" } ]
modern = "z"
)");
    CHECK(config.upstreams.at(1).name == "z");
    CHECK(config.upstreams.at(2).name == "b");
    CHECK(config.features.at(0).options.name == "zebra");
    CHECK(config.features.at(1).options.name == "ape");
    CHECK(config.features.at(0).compare.keyed.at(0).first == "$.z");
}

TEST_CASE("matchers: every key") {
    auto const config = read(std::string{smallest} + R"(
[features.a]
modern = "monolith"
contract = "modern"
salt = "2024"
sticky = ["query:user", "issue"]
match = [
  { path_regex = "^/a/[0-9]+$", host = "*.example.com", headers = { X-Beta = "*", Accept = "~json$" }, query = { v = "2" } },
]
)");
    auto const& options = config.features.at(0).options;
    CHECK(options.contract == rules::side::modern);
    CHECK(options.salt == "2024");
    CHECK(options.sticky == std::vector<std::string>{"query:user", "issue"});
    auto const& match = options.match.at(0);
    CHECK(match.path_regex == "^/a/[0-9]+$");
    CHECK(match.host == "*.example.com");
    REQUIRE(match.headers.size() == 2);
    CHECK(match.headers[0].name == "X-Beta");
    CHECK(match.headers[0].kind == rules::name_match::how::present);
    CHECK(match.headers[1].kind == rules::name_match::how::regex);
    CHECK(match.headers[1].value == "json$");
    REQUIRE(match.query.size() == 1);
    CHECK(match.query[0].kind == rules::name_match::how::equals);
    CHECK(match.query[0].value == "2");
}

TEST_CASE("variables are replaced in values, those of lists and tables included") {
    auto const config = read(R"(
[facade]
legacy = "${LEGACY:-monolith}"
[upstreams.monolith]
endpoints = ["http://127.0.0.1:${PORT}", "http://127.0.0.1:9001"]
[features.a]
match = [ { path_regex = "^/a$", methods = ["GET", "${METHOD}"], query = { "${PORT}" = "$${PORT}" } } ]
modern = "monolith"
)");
    CHECK(config.upstreams.at(0).endpoints.at(0).port == 9009);
    auto const& match = config.features.at(0).options.match.at(0);
    CHECK(match.path_regex == "^/a$");
    CHECK(match.methods.at(1) == "PUT");
    CHECK(match.query.at(0).name == "${PORT}");
    CHECK(match.query.at(0).value == "${PORT}");
}

TEST_CASE("several listeners, limits, networks, and a Host of the upstream's own") {
    auto const config = read(R"(
[facade]
listen = ["127.0.0.1:0", "[::1]:0", "127.0.0.1:0"]
admin = "localhost:0"
data_dir = "/var/lib/ficus"
legacy = "m"
threads = 3
drain = "0s"
drain_delay = "5s"
answer_headers = ["ficus"]
trusted_proxies = ["10.0.0.0/8", "192.168.1.7/16"]
limits.max_body_size = "1GiB"
dns = { servers = ["10.0.0.2", "[::1]", "127.0.0.1:8600"], least = "2s", most = "2s", timeout = "500ms", follow = false }
shadow = { max_held = "1MiB", max_under_way = 1024, keep_for = "90m", keep_size = "1GiB" }
log = { level = "debug", access = 0 }
tracing = { endpoint = "http://[::1]:4318/otlp", sample = 0.5, service = "shop" }
[upstreams.m]
endpoints = ["http://legacy.internal:80"]
host = "legacy.internal"
max_pending = 0
retries = 0
)");
    CHECK(config.facade.listen.size() == 3);
    CHECK(config.facade.admin == config::address{"127.0.0.1", 0});
    CHECK(config.facade.data_dir == "/var/lib/ficus");
    CHECK(config.facade.threads == 3);
    CHECK(config.facade.drain == 0s);
    CHECK(config.facade.drain_delay == 5s);
    REQUIRE(config.facade.tracing.has_value());
    CHECK(config.facade.tracing->collector.host == "::1");
    CHECK(config.facade.tracing->collector.port == 4318);
    CHECK(config.facade.tracing->path == "/otlp");
    CHECK(config.facade.tracing->sample == 0.5);
    CHECK(config.facade.tracing->service == "shop");
    CHECK(config.facade.answer_headers == ficus::obs::answer_headers{false, true});
    CHECK(config.facade.trusted_proxies == std::vector<std::string>{"10.0.0.0/8", "192.168.0.0/16"});
    CHECK(config.facade.limits.max_body_size == 1024 * 1024 * 1024);
    CHECK(config.facade.shadow.max_held == 1024 * 1024);
    CHECK(config.facade.shadow.max_under_way == 1024);
    CHECK(config.facade.shadow.keep_for == 90min);
    CHECK(config.facade.shadow.keep_size == 1024 * 1024 * 1024);
    CHECK(config.facade.dns.servers == std::vector<std::string>{"10.0.0.2:53", "[::1]:53", "127.0.0.1:8600"});
    CHECK(config.facade.dns.least == 2s);
    CHECK(config.facade.dns.most == 2s);
    CHECK(config.facade.dns.timeout == 500ms);
    CHECK_FALSE(config.facade.dns.follow);
    CHECK(config.facade.log.level == obs::level::debug);
    CHECK(config.facade.log.access == 0.0);
    CHECK(config.upstreams.at(0).host == "legacy.internal");
    CHECK(config.upstreams.at(0).max_pending == 0);
    CHECK(config.upstreams.at(0).retries == 0);
    REQUIRE(config.warnings.size() == 1);
    CHECK(config.warnings[0].to_string() ==
          "ficus.toml:11:34: facade.trusted_proxies[1]: \"192.168.1.7/16\" is read as \"192.168.0.0/16\"");
}

TEST_CASE("doubts are warnings, in the order of the file") {
    auto const config = read(std::string{smallest} + R"(
[upstreams.unused]
endpoints = ["http://127.0.0.1:9002"]
[features.a]
match = [ { path = "/a" } ]
modern = "monolith"
[translators.unused]
legacy = { format = "json" }
modern = { format = "json" }
)");
    REQUIRE(config.warnings.size() == 3);
    CHECK(config.warnings[0].key == "upstreams.unused");
    CHECK(config.warnings[0].line == 7);
    CHECK_THAT(config.warnings[0].message, Catch::Contains("nothing refers to it"));
    CHECK(config.warnings[1].key == "features.a.modern");
    CHECK_THAT(config.warnings[1].message, Catch::Contains("moving the feature changes nothing"));
    CHECK(config.warnings[2].key == "translators.unused");
}

TEST_CASE("what can never be reached is a warning where it stands") {
    auto const config = read(std::string{smallest} + R"(
[upstreams.new]
endpoints = ["http://127.0.0.1:9002"]
[features.wide]
match = [ { path = "/a/{x}" } ]
modern = "new"
[features.narrow]
match = [ { path = "/b" }, { path = "/a/{id}" } ]
modern = "new"
)");
    REQUIRE(config.warnings.size() == 1);
    CHECK(config.warnings[0].key == "features.narrow.match[1]");
    CHECK(config.warnings[0].line == 13);
    CHECK(config.warnings[0].column == 28);
    CHECK_THAT(config.warnings[0].message,
               Catch::Contains("can never be reached") && Catch::Contains("`wide`"));
}

TEST_CASE("the demo's configuration is right, and nothing about it is doubtful") {
    auto const config = config::read_file(FICUS_SOURCE_DIR "/tools/demo/ficus.toml", env);
    if (config.has_error())
        for (auto const& problem : config.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(config.has_value());
    CHECK(config->warnings.empty());
}

TEST_CASE("without a file everything passes through to one upstream") {
    auto const config = config::pass_through("http://127.0.0.1:9001").value();
    CHECK_FALSE(config.file.has_value());
    CHECK(config.facade.legacy == "legacy");
    REQUIRE(config.upstreams.size() == 1);
    CHECK(config.upstreams[0].name == "legacy");
    CHECK(config.upstreams[0].endpoints.at(0).port == 9001);
    CHECK(config.features.empty());
}

TEST_CASE("a wrong URL for it says so") {
    auto const result = config::pass_through("127.0.0.1:9001");
    REQUIRE(result.has_error());
    CHECK(result.error().to_string() ==
          "--legacy: \"127.0.0.1:9001\" is no URL; write a URL such as \"http://127.0.0.1:9001\"");
}
