#include "facade/app/status.hpp"

#include "facade/app/json_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace ficus::app {

namespace {

namespace json = boost::json;

struct side_totals {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::array<std::uint64_t, obs::latency_bounds.size() + 1> buckets{};
};

side_totals total(obs::feature_counters const& f, std::size_t side) {
    side_totals t;
    f.for_each([&](obs::feature_cells const& cells) {
        auto const& s = cells.sides[side];
        for (auto const& c : s.by_class) t.requests += c.read();
        t.errors += s.errors.read();
        for (std::size_t i = 0; i < t.buckets.size(); ++i) t.buckets[i] += s.latency.buckets[i].read();
    });
    return t;
}

/// Read off the buckets, evenly spread within one: good to a bucket's width.
json::value quantile_ms(side_totals const& t, double q) {
    std::uint64_t n = 0;
    for (auto count : t.buckets) n += count;
    if (n == 0) return nullptr;
    auto const rank = q * static_cast<double>(n);
    double below = 0;
    for (std::size_t i = 0; i < obs::latency_bounds.size(); ++i) {
        auto const count = static_cast<double>(t.buckets[i]);
        if (count > 0 && below + count >= rank) {
            double const low = i == 0 ? 0.0 : obs::latency_bounds[i - 1];
            double const high = obs::latency_bounds[i];
            return (low + (high - low) * (rank - below) / count) / 1000.0;
        }
        below += count;
    }
    return obs::latency_bounds.back() / 1000.0;
}

json::value breaker_json(pipeline::feature const& f) {
    auto const& breaker = f.guards->sides[1].breakers[0];
    if (breaker == nullptr) return nullptr;
    auto const seen = breaker->look(std::chrono::steady_clock::now());
    return json::object{{"state", resilience::name_of(seen.state)},
                        {"failure_rate", seen.failure_rate},
                        {"slow_rate", seen.slow_rate},
                        {"opened", seen.opened},
                        {"refused", seen.refused}};
}

/// By side; those alone that have limits.
json::object bulkheads_json(pipeline::feature const& f) {
    json::object sides;
    auto const limit = [](std::optional<std::uint32_t> most) {
        return most ? json::value(*most) : json::value(nullptr);
    };
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& bulkhead = f.guards->sides[side].bulkhead;
        if (bulkhead == nullptr) continue;
        auto const& counts = *bulkhead->so_far();
        sides[side == 0 ? "legacy" : "modern"] =
            json::object{{"requests", counts.requests.load()},
                         {"max_requests", limit(bulkhead->options().max_requests)},
                         {"pending", counts.pending.load()},
                         {"max_pending", limit(bulkhead->options().max_pending)},
                         {"refused", counts.refused_requests.load() + counts.refused_pending.load()}};
    }
    return sides;
}

json::array addresses_json(upstream::endpoint const& of) {
    json::array all;
    for (auto const& one : of.at->look()->addresses) all.emplace_back(one.address().to_string());
    return all;
}

json::object upstream_json(upstream::group const& group) {
    std::vector<upstream::health::view> seen(group.endpoints().size());
    if (auto const& health = group.health()) seen = health->look(std::chrono::steady_clock::now());
    json::object endpoints;
    for (std::size_t i = 0; i < seen.size(); ++i)
        endpoints[group.endpoints()[i].authority] =
            json::object{{"state", seen[i].state},
                         {"addresses", addresses_json(group.endpoints()[i])},
                         {"weight", group.endpoints()[i].weight},
                         {"failures", seen[i].failures},
                         {"ejections", seen[i].ejections}};
    json::object upstream{{"connections", group.open()},
                          {"waiting", group.waiting()},
                          {"limit", group.options().max_connections},
                          {"endpoints", std::move(endpoints)}};
    if (auto const& adaptive = group.adaptive()) upstream["adaptive_limit"] = adaptive->limit();
    return upstream;
}

} // namespace

std::string status_json(obs::counters const& counters, pipeline::site const& site, std::uint64_t revision) {
    json::object features;
    for (auto const& f : site.features) {
        auto const legacy = total(*f.counters, 0);
        auto const modern = total(*f.counters, 1);
        auto const latency = [](side_totals const& t) {
            return json::object{
                {"p50", quantile_ms(t, 0.5)}, {"p90", quantile_ms(t, 0.9)}, {"p99", quantile_ms(t, 0.99)}};
        };
        features[f.options.name] = json::object{
            {"requests", {{"legacy", legacy.requests}, {"modern", modern.requests}}},
            {"errors", {{"legacy", legacy.errors}, {"modern", modern.errors}}},
            {"latency_ms", {{"legacy", latency(legacy)}, {"modern", latency(modern)}}},
            {"breaker", breaker_json(f)},
            {"bulkheads", bulkheads_json(f)},
        };
    }
    json::object upstreams;
    for (auto const& group : site.upstreams) upstreams[group->options().name] = upstream_json(*group);
    std::uint64_t requests = 0;
    std::uint64_t unmatched = 0;
    std::uint64_t open = 0;
    for (auto const& cells : counters.thread_cells_of_all()) {
        requests += cells.requests.read();
        unmatched += cells.unmatched.read();
        open += cells.connections_open.read();
    }
    return json_text(json::object{{"revision", revision},
                                  {"requests", requests},
                                  {"unmatched", unmatched},
                                  {"connections", open},
                                  {"features", std::move(features)},
                                  {"upstreams", std::move(upstreams)}});
}

readiness readiness_json(store_health const& store, bool ready, bool draining, std::uint64_t revision) {
    auto const status = draining ? "draining" : !ready ? "starting" : store.degraded ? "degraded" : "ok";
    json::object document{{"status", status}, {"revision", revision}};
    if (store.degraded) document["store"] = {{"since", obs::iso_time(store.since)}, {"reason", store.reason}};
    return {draining || !ready ? 503U : 200U, json::serialize(document)};
}

} // namespace ficus::app
