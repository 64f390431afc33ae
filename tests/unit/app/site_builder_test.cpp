#include "facade/app/site_builder.hpp"
#include "unit/app/configured.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::build_site;
using app::build_snapshot;
using test::configured;

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

std::shared_ptr<pipeline::site const> built(std::string const& text, obs::counters& counters,
                                            pipeline::site const* before = nullptr) {
    auto site = build_site(configured(text), counters, before);
    if (!site) FAIL(site.error());
    return *site;
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
    auto const site = built(base, counters);
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
    auto const before = built(base, counters);
    auto const same = built(changed("access = 0.25", "access = 1.0"), counters, before.get());
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
    auto const moved = built(text, counters, before.get());
    for (auto const& group : moved->upstreams)
        CHECK(std::count(before->upstreams.begin(), before->upstreams.end(), group) == 1);
}

TEST_CASE("an upstream that a reload changes in any way is a new one, and the others stay") {
    obs::counters counters(1);
    auto const before = built(base, counters);
    auto const option =
        GENERATE(as<std::string>{}, "connect_timeout = \"2s\"", "response_timeout = \"2s\"",
                 "max_connections = 7", "max_pending = 7", "retries = 0", "host = \"inside\"");
    CAPTURE(option);
    auto const after = built(changed("[upstreams.monolith]\n", "[upstreams.monolith]\n" + option + "\n"),
                             counters, before.get());
    CHECK(after->upstreams[0] != before->upstreams[0]);
    CHECK(after->upstreams[1] == before->upstreams[1]);
    auto const elsewhere =
        built(changed("http://127.0.0.1:9003", "http://127.0.0.1:9004"), counters, before.get());
    CHECK(elsewhere->upstreams[0] == before->upstreams[0]);
    CHECK(elsewhere->upstreams[1] != before->upstreams[1]);
}

TEST_CASE("an upstream whose name could not be resolved is tried again at every reload") {
    obs::counters counters(1);
    auto const text = changed("http://127.0.0.1:9003", "http://nobody.invalid:9003");
    auto const before = built(text, counters);
    auto const after = built(text, counters, before.get());
    CHECK(after->upstreams[0] == before->upstreams[0]);
    CHECK(after->upstreams[1] != before->upstreams[1]);
}

TEST_CASE("a snapshot has a policy for every feature, changed or not, and none besides") {
    obs::counters counters(1);
    auto const site = built(base, counters);
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
    wrong->features = built(base, counters)->features;
    wrong->features[1].options.sticky = {"session:id"};
    auto const made = build_snapshot(wrong, {});
    REQUIRE(made.has_error());
    CHECK(made.error().find("features.carts.sticky") == 0);
}
