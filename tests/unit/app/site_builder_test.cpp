#include "facade/app/site_builder.hpp"
#include "unit/app/configured.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::build_site;
using app::build_snapshot;
using test::configured;
using test::site_of;
using namespace std::chrono_literals;

namespace {

std::string const base = R"(
[facade]
legacy = "monolith"
trusted_proxies = ["10.0.0.0/8"]
[facade.limits]
max_body_size = "1MiB"
[facade.log]
access = 0.25
[upstreams.monolith]
endpoints = ["http://127.0.0.1:9001"]
[upstreams.orders]
endpoints = ["http://127.0.0.1:9002", "http://127.0.0.1:9003"]
[features.orders]
match = [ { path_prefix = "/orders" } ]
modern = "orders"
translator = "orders"
[features.orders.compare]
methods = ["GET"]
baseline = 0.1
[features.carts]
match = [ { path_prefix = "/carts" } ]
legacy = "orders"
modern = "monolith"
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
on_error = "reject"
[[translators.orders.fields]]
legacy = "a"
modern = "b"
)";

/// `base` with one piece of text in place of another.
std::string changed(std::string const& from, std::string const& to) {
    auto text = base;
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::shared_ptr<pipeline::snapshot const> snapshot_of(std::shared_ptr<pipeline::site const> site,
                                                      rules::rule_set const& rules) {
    auto made = build_snapshot(std::move(site), rules);
    if (!made) FAIL(made.error());
    return *made;
}

} // namespace

TEST_CASE("a site is what the configuration says, compiled") {
    obs::counters counters(1);
    auto const site = site_of(base, counters);
    REQUIRE(site->upstreams.size() == 2);
    REQUIRE(site->features.size() == 2);
    auto const& orders = site->features[0];
    CHECK(orders.options.name == "orders");
    CHECK(site->upstreams[orders.legacy]->options().name == "monolith");
    CHECK(site->upstreams[orders.modern]->options().name == "orders");
    CHECK(site->upstreams[orders.modern]->endpoints().size() == 2);
    REQUIRE(orders.translator != nullptr);
    CHECK(orders.translator_rejects);
    CHECK(orders.comparer != nullptr);
    CHECK(orders.compared_methods == std::vector<std::string>{"GET"});
    CHECK(orders.baseline == 0.1);
    CHECK(orders.counters == counters.feature("orders"));
    auto const& carts = site->features[1];
    CHECK(carts.translator == nullptr);
    CHECK(site->upstreams[carts.legacy]->options().name == "orders");
    CHECK(site->upstreams[site->legacy]->options().name == "monolith");
    CHECK(site->limits.max_body_size == 1024 * 1024);
    CHECK(site->access_share == 0.25);
    REQUIRE(site->trusted_proxies.size() == 1);
    CHECK(site->trusted_proxies[0].contains(*rules::ip_address::parse("10.1.2.3")));
}

TEST_CASE("an upstream that a reload does not change keeps its connections and limits") {
    obs::counters counters(1);
    auto const before = site_of(base, counters);
    auto const same = site_of(changed("access = 0.25", "access = 1.0"), counters, before.get());
    CHECK(same != before);
    for (std::size_t i = 0; i < 2; ++i) CHECK(same->upstreams[i] == before->upstreams[i]);
    CHECK(same->features[0].counters == before->features[0].counters);
    // In another order they are the same ones still.
    auto text = base;
    auto const monolith = text.find("[upstreams.monolith]");
    auto const orders = text.find("[upstreams.orders]");
    auto const piece = text.substr(monolith, orders - monolith);
    text.erase(monolith, orders - monolith);
    text += "\n" + piece;
    auto const moved = site_of(text, counters, before.get());
    for (auto const& group : moved->upstreams)
        CHECK(std::count(before->upstreams.begin(), before->upstreams.end(), group) == 1);
}

TEST_CASE("a reload ends no recording") {
    obs::counters counters(1);
    auto const before = site_of(base, counters);
    auto const after = site_of(changed("baseline = 0.1", "baseline = 0.2"), counters, before.get());
    REQUIRE(before->features[0].tap != nullptr);
    CHECK(after->features[0].tap == before->features[0].tap);
    CHECK(after->features[1].tap == before->features[1].tap);
    CHECK(after->features[0].tap != after->features[1].tap);
}

TEST_CASE("how long a side is waited for says the feature, then the upstream, then the facade") {
    obs::counters counters(1);
    auto text = changed("[upstreams.monolith]\n", "[upstreams.monolith]\nconnect_timeout = \"2s\"\n"
                                                  "response_timeout = \"3s\"\nrequest_timeout = \"9s\"\n");
    auto const modern = std::string("modern = \"orders\"\n");
    text.replace(
        text.find(modern), modern.size(),
        "modern = { upstream = \"orders\", response_timeout = \"4s\", retries = 3 }\nfallback = true\n"
        "retry_methods = [\"POST\"]\nlegacy = { connect_timeout = \"5s\" }\n");
    auto const site = site_of(text, counters);
    auto const& guards = *site->features[0].guards;
    auto const& legacy = guards.sides[0].limits;
    auto const& fresh = guards.sides[1].limits;
    CHECK(legacy.connect == 5s);
    CHECK(legacy.response == 3s);
    CHECK(legacy.queue == 3s);
    CHECK(legacy.body == 30s);
    CHECK(legacy.retries == 1);
    CHECK(fresh.connect == 1s);
    CHECK(fresh.response == 4s);
    CHECK(fresh.queue == 1s);
    CHECK(fresh.retries == 3);
    CHECK(guards.request == std::array<std::chrono::milliseconds, 2>{9s, 0s});
    CHECK(guards.fallback.allowed);
    CHECK(guards.consents_to("POST"));
    CHECK_FALSE(guards.consents_to("PATCH"));
    // Of no feature: what facade.legacy says.
    CHECK(site->guards.sides[0].limits.connect == 2s);
    CHECK(site->guards.request[0] == 9s);
    CHECK_FALSE(site->guards.fallback.allowed);
}

TEST_CASE("a reload keeps a breaker as it is, unless that is told to be another one") {
    obs::counters counters(1);
    auto const guarded = [](std::string const& text, std::string const& breaker) {
        return text + "[features.orders.breaker]\n" + breaker + "[upstreams.monolith.breaker]\n";
    };
    auto const before = site_of(guarded(base, "probes = 3\n"), counters);
    REQUIRE(before->breakers.size() == 2);
    auto const of_orders = before->features[0].guards->sides[1].breakers[0];
    auto const of_monolith = before->features[0].guards->sides[0].breakers[1];
    CHECK(of_orders != nullptr);
    CHECK(of_monolith != nullptr);
    CHECK(before->features[0].guards->sides[0].breakers[0] == nullptr);
    CHECK(before->features[1].guards->sides[1].breakers == std::array{decltype(of_orders){}, of_monolith});
    CHECK(before->guards.sides[0].breakers[1] == of_monolith);
    auto const same =
        site_of(guarded(changed("baseline = 0.1", "baseline = 0.2"), "probes = 3\n"), counters, before.get());
    CHECK(same->features[0].guards->sides[1].breakers[0] == of_orders);
    CHECK(same->features[0].guards->sides[0].breakers[1] == of_monolith);
    CHECK(same->breakers.size() == 2);
    auto const other = site_of(guarded(base, "probes = 4\n"), counters, same.get());
    CHECK(other->features[0].guards->sides[1].breakers[0] != of_orders);
    CHECK(other->features[0].guards->sides[0].breakers[1] == of_monolith);
}

TEST_CASE("a reload gives nobody a new burst, but where the throttle itself has changed") {
    obs::counters counters(1);
    auto const throttled = [](std::string const& rate) {
        return changed("[features.carts]\n", "[features.carts]\nthrottle = [{ rate = \"" + rate + "\" }]\n");
    };
    auto const before = site_of(throttled("10/s"), counters);
    CHECK(before->features[0].throttle == nullptr);
    REQUIRE(before->features[1].throttle != nullptr);
    CHECK(before->features[1].throttle->policy_field() == "\"carts\";q=10;w=1");
    auto const same = site_of(throttled("10/s"), counters, before.get());
    CHECK(same->features[1].throttle == before->features[1].throttle);
    auto const other = site_of(throttled("20/s"), counters, before.get());
    CHECK(other->features[1].throttle->policy_field() == "\"carts\";q=20;w=1");
    CHECK(site_of(base, counters, before.get())->features[1].throttle == nullptr);
}

TEST_CASE("endpoints of an upstream that has several are left out by name, and a reload does not forget it") {
    obs::counters counters(1);
    std::vector<std::string> said;
    app::guard_listeners const tell{{}, [&](auto const& upstream, auto const& endpoint, auto const& change) {
                                        said.push_back(upstream + ' ' + endpoint +
                                                       (change.ejected ? " out" : " back"));
                                    }};
    auto const built = [&](std::string const& text, pipeline::site const* before) {
        auto made = build_site(configured(text), counters, before, &test::addresses_of, tell);
        REQUIRE(made.has_value());
        return made->site;
    };
    auto const before = built(base, nullptr);
    CHECK(before->upstreams[0]->health() == nullptr);
    auto const& health = before->upstreams[1]->health();
    REQUIRE(health != nullptr);
    auto const now = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i) health->tell(1, now, now, upstream::verdict::failed);
    CHECK(said == std::vector<std::string>{"orders 127.0.0.1:9003 out"});
    auto const after = built(changed("baseline = 0.1", "baseline = 0.2"), before.get());
    CHECK(after->upstreams[1]->health() == health);
    auto const without =
        built(changed("[upstreams.orders]\n", "[upstreams.orders]\noutlier = false\n"), before.get());
    CHECK(without->upstreams[1]->health() == nullptr);
}

TEST_CASE("an upstream that a reload changes in any way is a new one, and the others stay") {
    obs::counters counters(1);
    auto const before = site_of(base, counters);
    auto const option = GENERATE(
        as<std::string>{}, "connect_timeout = \"2s\"", "response_timeout = \"2s\"", "max_connections = 7",
        "max_pending = 7", "retries = 0", "host = \"inside\"", "queue_timeout = \"2s\"",
        "body_timeout = \"2s\"", "request_timeout = \"2s\"", "timeout_header = \"X-Time\"",
        "retry_budget = { share = 0.2 }", "backoff = { base = \"2ms\" }", "breaker = true", "adaptive = true",
        "balance = \"turns\"", "panic = 0.4", "slow_start = \"1s\"", "check = { path = \"/health\" }");
    CAPTURE(option);
    auto const after = site_of(changed("[upstreams.monolith]\n", "[upstreams.monolith]\n" + option + "\n"),
                               counters, before.get());
    CHECK(after->upstreams[0] != before->upstreams[0]);
    CHECK(after->upstreams[1] == before->upstreams[1]);
    auto const elsewhere =
        site_of(changed("http://127.0.0.1:9003", "http://127.0.0.1:9004"), counters, before.get());
    CHECK(elsewhere->upstreams[0] == before->upstreams[0]);
    CHECK(elsewhere->upstreams[1] != before->upstreams[1]);
}

TEST_CASE("a snapshot has a policy for every feature, changed or not, and none besides") {
    obs::counters counters(1);
    auto const site = site_of(base, counters);
    rules::rule_set rules;
    rules.revision = 9;
    rules::feature_rules orders;
    orders.feature = "orders";
    rules::feature_rules gone;
    gone.feature = "gone";
    rules.features = {rules::flip(gone, {}, rules::share::all()),
                      rules::flip(orders, {}, rules::share::of_hundredths(2500))};
    auto const snapshot = snapshot_of(site, rules);
    CHECK(snapshot->revision == 9);
    CHECK(snapshot->site == site);
    REQUIRE(snapshot->policies.size() == 2);
    CHECK(snapshot->policies[0].rules().rules.back().share.percent() == 25);
    CHECK(snapshot->policies[1].rules().rules.back().share.percent() == 0);
    // A snapshot is never changed: whoever holds one goes on with it.
    auto const next = snapshot_of(site, {});
    CHECK(snapshot->policies[0].rules().rules.back().share.percent() == 25);
    CHECK(next->policies[0].rules().rules.back().share.percent() == 0);
}

TEST_CASE("options that make no policy are an error that names the feature, not the end of the process") {
    obs::counters counters(1);
    auto table = rules::table::compile({});
    REQUIRE(table.has_value());
    auto wrong = std::make_shared<pipeline::site>(std::move(*table));
    wrong->features = site_of(base, counters)->features;
    wrong->features[1].options.sticky = {"session:id"};
    auto const made = build_snapshot(wrong, {});
    REQUIRE(made.has_error());
    CHECK(made.error().find("features.carts.sticky") == 0);
}

TEST_CASE("what is under way in a bulkhead counts on over a reload, whatever its limits are then") {
    obs::counters counters(1);
    auto const walled = [](std::string const& said) {
        return changed("[features.orders]\nmatch = [ { path_prefix = \"/orders\" } ]\nmodern = \"orders\"\n",
                       "[features.orders]\nmatch = [ { path_prefix = \"/orders\" } ]\nmodern = " + said +
                           "\n");
    };
    auto const before = site_of(walled(R"({ upstream = "orders", max_requests = 2 })"), counters);
    auto const of = [](std::shared_ptr<pipeline::site const> const& site, std::size_t side) {
        return site->features[0].guards->sides[side].bulkhead;
    };
    CHECK(of(before, 0) == nullptr);
    CHECK(before->features[1].guards->sides[1].bulkhead == nullptr);
    REQUIRE(of(before, 1) != nullptr);
    CHECK(of(before, 1)->of() == "feature orders at modern");
    auto const place = of(before, 1)->enter();

    auto const same =
        site_of(walled(R"({ upstream = "orders", max_requests = 2, retries = 0 })"), counters, before.get());
    CHECK(of(same, 1) == of(before, 1));
    auto const lower = site_of(walled(R"({ upstream = "orders", max_requests = 1 })"), counters, same.get());
    CHECK(of(lower, 1) != of(before, 1));
    CHECK_FALSE(of(lower, 1)->enter());
    INFO("another service is not kept busy by what the one before has under way");
    auto const elsewhere =
        site_of(walled(R"({ upstream = "monolith", max_requests = 1 })"), counters, lower.get());
    CHECK(of(elsewhere, 1)->enter());
    CHECK(of(site_of(base, counters, lower.get()), 1) == nullptr);
}
