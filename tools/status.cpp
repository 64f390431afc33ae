#include "facade/app/json_text.hpp"
#include "facade/config/configuration.hpp"
#include "rules/store.hpp"
#include "tools/commands.hpp"
#include "tools/live_figures.hpp"
#include "tools/match_rates.hpp"
#include "tools/opening.hpp"
#include "tools/rules_json.hpp"
#include "tools/table.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

struct feature_status {
    rules::feature_rules rules;
    config::feature const* configured =
        nullptr; ///< null: rules remain of a feature that is configured no more
    feature_figures figures;
    std::optional<match_rate> matched;
};

struct everything {
    std::uint64_t revision = 0;
    std::vector<rules::facade_entry> facades;
    std::vector<feature_status> features; ///< in the configuration's order, the unconfigured last
    std::map<std::string, upstream_figures, std::less<>> upstreams;
    std::vector<std::string> troubles;
};

result<everything> gather(config::configuration const& configuration, surroundings& around) {
    everything all;
    auto store = open_rules_to_read(configuration, around);
    if (!store) return store.error();
    rules::rule_set set;
    if (*store) {
        auto read = (*store)->read_all();
        if (!read) return failure_of(read.error());
        set = std::move(*read);
        auto facades = (*store)->facades();
        if (!facades) return failure_of(facades.error());
        all.facades = std::move(*facades);
    }
    all.revision = set.revision;
    auto live = ask_facades(all.facades);
    all.troubles = std::move(live.troubles);
    all.upstreams = std::move(live.upstreams);
    for (auto const& feature : configuration.features)
        all.features.push_back({set.of(feature.options.name), &feature, {}, {}});
    for (auto const& rules : set.features) {
        auto const configured = std::ranges::any_of(configuration.features, [&](config::feature const& f) {
            return f.options.name == rules.feature;
        });
        if (!configured) all.features.push_back({rules, nullptr, {}, {}});
    }
    for (auto& feature : all.features)
        if (auto const found = live.features.find(feature.rules.feature); found != live.features.end())
            feature.figures = found->second;

    auto rates = read_match_rates(configuration, around);
    for (auto& feature : all.features)
        if (auto const found = rates.features.find(feature.rules.feature); found != rates.features.end())
            feature.matched = found->second;
    if (!rates.trouble.empty()) all.troubles.push_back(std::move(rates.trouble));
    return all;
}

boost::json::value or_null(std::optional<double> const& number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

boost::json::object latency_json(side_figures const& of) {
    return {{"p50", or_null(of.p50_ms)}, {"p99", or_null(of.p99_ms)}};
}

boost::json::object json_of(std::map<std::string, bulkhead_figures, std::less<>> const& bulkheads) {
    auto const limit = [](std::optional<std::uint64_t> most) {
        return most ? boost::json::value(*most) : boost::json::value(nullptr);
    };
    boost::json::object sides;
    for (auto const& [side, bulkhead] : bulkheads)
        sides[side] = {{"requests", bulkhead.requests},
                       {"max_requests", limit(bulkhead.max_requests)},
                       {"pending", bulkhead.pending},
                       {"max_pending", limit(bulkhead.max_pending)},
                       {"refused", bulkhead.refused}};
    return sides;
}

boost::json::object json_of(feature_status const& feature) {
    auto const& [legacy, modern, breaker, bulkheads] = feature.figures;
    boost::json::object json{
        {"name", feature.rules.feature},
        {"phase", rules::name_of(rules::phase_of(feature.rules))},
        {"contract", nullptr},
        {"configured", feature.configured != nullptr},
        {"revision", feature.rules.revision},
        {"rules", rules_json(feature.rules)},
        {"shadow", feature.rules.shadow.percent()},
        {"requests", {{"legacy", legacy.requests}, {"modern", modern.requests}}},
        {"errors", {{"legacy", legacy.errors}, {"modern", modern.errors}}},
        {"latency_ms", {{"legacy", latency_json(legacy)}, {"modern", latency_json(modern)}}},
        {"breaker", nullptr},
        {"bulkheads", json_of(bulkheads)},
        {"compared", feature.matched ? feature.matched->compared : 0},
        {"match_rate", feature.matched ? or_null(feature.matched->rate) : nullptr}};
    if (breaker)
        json["breaker"] = {
            {"state", breaker->state}, {"opened", breaker->opened}, {"refused", breaker->refused}};
    if (feature.configured != nullptr)
        json["contract"] = rules::name_of(feature.configured->options.contract);
    return json;
}

boost::json::object json_of(upstream_figures const& upstream) {
    boost::json::object endpoints;
    for (auto const& [name, endpoint] : upstream.endpoints)
        endpoints[name] = {
            {"state", endpoint.state},
            {"addresses", boost::json::array(endpoint.addresses.begin(), endpoint.addresses.end())},
            {"failures", endpoint.failures},
            {"ejections", endpoint.ejections}};
    boost::json::object json{{"connections", upstream.connections},
                             {"waiting", upstream.waiting},
                             {"limit", upstream.limit},
                             {"endpoints", std::move(endpoints)}};
    if (upstream.adaptive_limit) json["adaptive_limit"] = *upstream.adaptive_limit;
    return json;
}

boost::json::object json_of(everything const& all) {
    boost::json::array facades;
    for (auto const& facade : all.facades) {
        boost::json::array listen;
        for (auto const& address : facade.listen) listen.emplace_back(address);
        facades.emplace_back(boost::json::object{{"pid", facade.pid},
                                                 {"revision", facade.revision},
                                                 {"listen", std::move(listen)},
                                                 {"admin", facade.admin},
                                                 {"started_at", utc_time(facade.started_at_ns)}});
    }
    boost::json::array features;
    for (auto const& feature : all.features) features.emplace_back(json_of(feature));
    boost::json::object upstreams;
    for (auto const& [name, upstream] : all.upstreams) upstreams[name] = json_of(upstream);
    return {{"revision", all.revision},
            {"facades", std::move(facades)},
            {"features", std::move(features)},
            {"upstreams", std::move(upstreams)}};
}

std::string text_of(std::optional<double> const& number, char const* format) {
    if (!number) return "-";
    char text[48];
    std::snprintf(text, sizeof text, format, *number);
    return text;
}

void print_facades(everything const& all, std::ostream& out) {
    out << "revision " << all.revision << '\n';
    if (all.facades.empty()) out << "no facade is running\n";
    for (auto const& facade : all.facades) {
        out << "facade " << facade.pid << " serves revision " << facade.revision << " on ";
        for (std::size_t i = 0; i < facade.listen.size(); ++i)
            out << (i == 0 ? "" : ", ") << facade.listen[i];
        out << ", admin http://" << facade.admin << '\n';
    }
}

bool is_full(bulkhead_figures const& b) {
    return (b.max_requests && b.requests >= *b.max_requests) ||
           (b.max_pending && b.pending >= *b.max_pending);
}

void print_features(everything const& all, std::ostream& out, bool colour) {
    table rows({{"FEATURE"},
                {"PHASE"},
                {"SHARE", align::right},
                {"SHADOW", align::right},
                {"LEGACY", align::right},
                {"ERRORS", align::right},
                {"P99 MS", align::right},
                {"MODERN", align::right},
                {"ERRORS", align::right},
                {"P99 MS", align::right},
                {"MATCH", align::right},
                {"REVISION", align::right}});
    // A facade counts while it runs: without one there is no figure, which is not the same as none seen.
    auto const counted = [&](std::uint64_t n) { return all.facades.empty() ? "-" : std::to_string(n); };
    for (auto const& feature : all.features) {
        auto const& [legacy, modern, breaker, bulkheads] = feature.figures;
        auto const percent = feature.matched && feature.matched->rate
                                 ? std::optional(*feature.matched->rate * 100)
                                 : std::nullopt;
        rows.add({feature.rules.feature, std::string(rules::name_of(rules::phase_of(feature.rules))),
                  feature.rules.rules.back().share.to_string(), feature.rules.shadow.to_string(),
                  counted(legacy.requests), counted(legacy.errors), text_of(legacy.p99_ms, "%.1f"),
                  counted(modern.requests), counted(modern.errors), text_of(modern.p99_ms, "%.1f"),
                  text_of(percent, "%.2f%%"), std::to_string(feature.rules.revision)});
        for (auto const& rule : feature.rules.rules)
            if (!rule.when.empty())
                rows.add({"  when " + rules::describe(rule.when), "", rule.share.to_string()});
        if (breaker && breaker->state != "closed")
            rows.add({"  breaker " + breaker->state + ", " + std::to_string(breaker->refused) + " refused"});
        for (auto const& [side, bulkhead] : bulkheads)
            if (is_full(bulkhead))
                rows.add({"  " + side + " has " + std::to_string(bulkhead.requests) +
                          " requests, as many as it may, " + std::to_string(bulkhead.refused) + " refused"});
        if (feature.configured == nullptr) rows.add({"  (no longer in the configuration)"});
    }
    rows.print(out, colour);
}

/// Only what is not as it should be.
void print_endpoints(everything const& all, std::ostream& out) {
    for (auto const& [name, upstream] : all.upstreams) {
        if (upstream.adaptive_limit && upstream.connections >= *upstream.adaptive_limit)
            out << "upstream " << name << " has " << upstream.connections
                << " connections, as many as its answers' times allow, and " << upstream.waiting
                << " requests wait\n";
        for (auto const& [at, endpoint] : upstream.endpoints)
            if (endpoint.state != "up")
                out << "upstream " << name << ": " << at << " is "
                    << (endpoint.state == "trial" ? "on trial" : endpoint.state) << ", after "
                    << endpoint.failures << " failures\n";
    }
}

} // namespace

outcome run(status_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    auto all = gather(*configuration, around);
    if (!all) return all.error();
    if (command.feature) {
        std::erase_if(all->features,
                      [&](feature_status const& f) { return f.rules.feature != *command.feature; });
        if (all->features.empty()) return find_feature(*configuration, *command.feature).error();
    }
    for (auto const& trouble : all->troubles) warn(around, trouble);
    if (common.json) {
        around.out << app::json_text(json_of(*all)) << '\n';
        return exit_status::done;
    }
    print_facades(*all, around.out);
    print_endpoints(*all, around.out);
    if (all->features.empty()) {
        around.out << "no feature is configured: everything goes to legacy\n";
        return exit_status::done;
    }
    around.out << '\n';
    print_features(*all, around.out, around.colour_out);
    return exit_status::done;
}

} // namespace ficus::tools
