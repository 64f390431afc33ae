#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace std::chrono_literals;

namespace {

/// The example of design.md §3 and §7, as it stands there.
constexpr auto* example = R"(
[facade]
listen   = ["127.0.0.1:8080"]      # plain HTTP
admin    = "127.0.0.1:9900"        # health, metrics, API, dashboard
data_dir = "./ficus-data"          # rules.db, shadow.db; created when missing
legacy   = "monolith"              # the upstream of everything that no feature matches
threads  = 0                       # 0: one per core
drain    = "10s"                   # longest graceful stop
trusted_proxies = []               # networks whose X-Forwarded-* is believed and appended to; anyone else's is replaced

[facade.limits]                    # every one has a sane default; these are the defaults
max_header_size     = "32KiB"      # larger: 431
max_body_size       = "64MiB"      # larger: 413
max_buffered_body   = "4MiB"       # the most that a translator or a comparison may hold of one body
header_timeout      = "10s"        # whole request head, from its first byte
idle_timeout        = "60s"        # between requests on one connection
body_timeout        = "30s"        # between two reads of a body

[facade.log]                       # one JSON object a line, on stdout
level  = "info"
access = 1.0                       # share of requests that are logged; failed ones always

[upstreams.monolith]
endpoints        = ["http://127.0.0.1:9001"]
connect_timeout  = "1s"
response_timeout = "30s"           # request sent to response head
max_connections  = 256             # to the whole upstream
max_pending      = 1024            # waiting for a connection; more get 503
retries          = 1               # idempotent requests only, on another connection or endpoint
host             = "preserve"      # the Host it is sent: "preserve" (the client's), or a name

[upstreams.orders]
endpoints = ["http://127.0.0.1:9002", "http://127.0.0.1:9003"]

[features.orders]
match      = [ { path = "/api/orders/{id}" }, { path_prefix = "/orders/", methods = ["GET", "POST"] } ]
legacy     = "monolith"            # default: facade.legacy
modern     = "orders"
contract   = "legacy"
translator = "orders"              # optional
sticky     = ["header:X-User-Id", "cookie:sid", "ip"]   # the first one present gives the bucket's key
fallback   = true                  # modern unavailable: idempotent requests go to legacy

[features.orders.compare]
methods        = ["GET", "HEAD"]                 # what may be shadowed; writes only when named here
headers        = ["content-type", "location"]    # compared besides status and body
ignore         = ["$.generated_at", "$.lines[*].etag"]
unordered      = ["$.tags"]                      # arrays compared as multisets
keyed          = { "$.lines" = "sku" }           # arrays whose elements are paired by a member
tolerance      = { "$.total" = 0.005 }           # absolute
redact         = ["$.card.number"]               # never stored
baseline       = 0.1                             # share of comparisons that also ask legacy twice, to learn its own noise

[features.orders.ready]                          # what the verdict asks for; these are the defaults
match_rate   = 0.999
confidence   = 0.95
min_compared = 1000
min_coverage = 0.9                               # compared / (what was chosen to be shadowed)

[translators.orders]
legacy = { format = "xml", root = "Order" }     # json | xml | form
modern = { format = "json" }

[translators.orders.request]                    # the request line and head, legacy and modern
path    = { legacy = "/api/orders/{id}", modern = "/v2/orders/{id}" }
headers = [ { legacy = "X-Client", modern = "X-Client-Id" } ]

[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
type   = "integer"                              # the modern type: string | integer | number | boolean

[[translators.orders.fields]]
legacy = "Customer/Name"
modern = "customer.name"

[[translators.orders.fields]]
legacy = "Status"
modern = "status"
values = { N = "new", P = "paid", X = "cancelled" }

[[translators.orders.fields]]
legacy = "Created"
modern = "created_at"
time   = { legacy = "%d.%m.%Y %H:%M:%S", modern = "rfc3339", zone = "Europe/Berlin" }

[[translators.orders.fields]]
legacy = "Lines/Line[]"
modern = "lines[]"
fields = [ { legacy = "Sku", modern = "sku" }, { legacy = "@qty", modern = "quantity", type = "integer" } ]
)";

std::optional<std::string> nothing(std::string const&) {
    return std::nullopt;
}

config::configuration read(std::string const& text) {
    auto result = config::read_text(text, "ficus.toml", nothing);
    if (result.has_error())
        for (auto const& problem : result.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(result.has_value());
    return *result;
}

using texts = std::vector<std::string>;
using pairs = std::vector<std::pair<std::string, std::string>>;

} // namespace

TEST_CASE("the design's example: [facade]") {
    auto const config = read(example);
    CHECK(config.file == "ficus.toml");
    CHECK(config.warnings.empty());
    auto const& facade = config.facade;
    CHECK(facade.listen == std::vector<config::address>{{"127.0.0.1", 8080}});
    CHECK(facade.admin == config::address{"127.0.0.1", 9900});
    CHECK(facade.data_dir == "./ficus-data");
    CHECK(facade.legacy == "monolith");
    CHECK(facade.threads == 0);
    CHECK(facade.drain == 10s);
    CHECK(facade.trusted_proxies.empty());
    CHECK(facade.limits.max_header_size == 32 * 1024);
    CHECK(facade.limits.max_body_size == 64 * 1024 * 1024);
    CHECK(facade.limits.max_buffered_body == 4 * 1024 * 1024);
    CHECK(facade.limits.header_timeout == 10s);
    CHECK(facade.limits.idle_timeout == 60s);
    CHECK(facade.limits.body_timeout == 30s);
    CHECK(facade.shadow.max_held == 64 * 1024 * 1024);
    CHECK(facade.shadow.max_under_way == 32);
    CHECK(facade.shadow.keep_for == 14 * 24h);
    CHECK(facade.shadow.keep_size == 48 * 1024 * 1024);
    CHECK(facade.log.level == obs::level::info);
    CHECK(facade.log.access == 1.0);
}

TEST_CASE("the design's example: upstreams") {
    auto const config = read(example);
    REQUIRE(config.upstreams.size() == 2);
    auto const& monolith = config.upstreams[0];
    CHECK(monolith.name == "monolith");
    REQUIRE(monolith.endpoints.size() == 1);
    CHECK(monolith.endpoints[0].authority == "127.0.0.1:9001");
    CHECK(monolith.connect_timeout == 1s);
    CHECK(monolith.response_timeout == 30s);
    CHECK(monolith.max_connections == 256);
    CHECK(monolith.max_pending == 1024);
    CHECK(monolith.retries == 1);
    CHECK_FALSE(monolith.host.has_value());
    auto const& orders = config.upstreams[1];
    CHECK(orders.name == "orders");
    REQUIRE(orders.endpoints.size() == 2);
    CHECK(orders.endpoints[1].port == 9003);
}

TEST_CASE("the design's example: the feature") {
    auto const config = read(example);
    REQUIRE(config.features.size() == 1);
    auto const& options = config.features[0].options;
    CHECK(options.name == "orders");
    REQUIRE(options.match.size() == 2);
    CHECK(options.match[0].path == "/api/orders/{id}");
    CHECK(options.match[0].methods.empty());
    CHECK(options.match[1].path_prefix == "/orders/");
    CHECK(options.match[1].methods == texts{"GET", "POST"});
    CHECK(options.legacy == "monolith");
    CHECK(options.modern == "orders");
    CHECK(options.contract == rules::side::legacy);
    CHECK(options.translator == "orders");
    CHECK(options.sticky == texts{"header:X-User-Id", "cookie:sid", "ip"});
    CHECK_FALSE(options.salt.has_value());
    CHECK(config.features[0].guards.fallback.allowed);
}

TEST_CASE("the design's example: comparison and verdict") {
    auto const config = read(example);
    auto const& compare = config.features.at(0).compare;
    CHECK(compare.methods == texts{"GET", "HEAD"});
    CHECK(compare.headers == texts{"content-type", "location"});
    CHECK(compare.ignore == texts{"$.generated_at", "$.lines[*].etag"});
    CHECK(compare.unordered == texts{"$.tags"});
    CHECK(compare.keyed == pairs{{"$.lines", "sku"}});
    CHECK(compare.tolerance == pairs{{"$.total", "0.005"}});
    CHECK(compare.redact == texts{"$.card.number"});
    CHECK(compare.baseline == 0.1);
    auto const& ready = config.features[0].ready;
    CHECK(ready.match_rate == 0.999);
    CHECK(ready.confidence == 0.95);
    CHECK(ready.min_compared == 1000);
    CHECK(ready.min_coverage == 0.9);
}

TEST_CASE("the design's example: the translator") {
    auto const config = read(example);
    REQUIRE(config.translators.size() == 1);
    auto const& translator = config.translators[0];
    CHECK(translator.name == "orders");
    CHECK(translator.legacy.kind == acl::format::xml);
    CHECK(translator.legacy.root == "Order");
    CHECK(translator.modern.kind == acl::format::json);
    CHECK(translator.request.path ==
          std::pair<std::string, std::string>{"/api/orders/{id}", "/v2/orders/{id}"});
    REQUIRE(translator.request.headers.size() == 1);
    CHECK(translator.request.headers[0].legacy == "X-Client");
    CHECK(translator.request.headers[0].modern == "X-Client-Id");
    CHECK_FALSE(translator.request.fields.has_value());
    CHECK_FALSE(translator.response.fields.has_value());
    CHECK_FALSE(translator.keep_rest);
    CHECK_FALSE(translator.reject);

    auto const& fields = translator.fields;
    REQUIRE(fields.size() == 5);
    CHECK(fields[0].legacy == "OrderNo");
    CHECK(fields[0].modern == "id");
    CHECK(fields[0].type == acl::scalar_type::integer);
    CHECK_FALSE(fields[1].type.has_value());
    CHECK(fields[2].values == pairs{{"N", "new"}, {"P", "paid"}, {"X", "cancelled"}});
    REQUIRE(fields[3].time.has_value());
    CHECK(fields[3].time->legacy == "%d.%m.%Y %H:%M:%S");
    CHECK(fields[3].time->modern == "rfc3339");
    CHECK(fields[3].time->zone == "Europe/Berlin");
    REQUIRE(fields[4].fields.size() == 2);
    CHECK(fields[4].fields[1].legacy == "@qty");
    CHECK(fields[4].fields[1].modern == "quantity");
    CHECK(fields[4].fields[1].type == acl::scalar_type::integer);
}
