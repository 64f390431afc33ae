#include "tools/live_figures.hpp"

#include "facade/config/addresses.hpp"
#include "tools/http_get.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>

namespace ficus::tools {
namespace {

namespace json = boost::json;

json::value const* member(json::value const* of, std::string_view name) {
    auto const* object = of == nullptr ? nullptr : of->if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

std::uint64_t count(json::value const* value) {
    if (value == nullptr) return 0;
    boost::system::error_code error;
    auto const number = value->to_number<std::uint64_t>(error);
    return error ? 0 : number;
}

void keep_worst(std::optional<double>& worst, json::value const* value) {
    if (value == nullptr || !value->is_number()) return;
    auto const number = value->to_number<double>();
    worst = worst ? std::max(*worst, number) : number;
}

void add_side(side_figures& to, json::value const& feature, std::string_view side) {
    to.requests += count(member(member(&feature, "requests"), side));
    to.errors += count(member(member(&feature, "errors"), side));
    auto const* latency = member(member(&feature, "latency_ms"), side);
    keep_worst(to.p50_ms, member(latency, "p50"));
    keep_worst(to.p99_ms, member(latency, "p99"));
}

/// `states`: the better ones first. False where it says none.
bool keep_worst(std::string& worst, json::value const* of, std::initializer_list<std::string_view> states) {
    auto const* const state = member(of, "state");
    if (state == nullptr || !state->is_string()) return false;
    std::string_view const seen = state->get_string();
    auto const badness = [&](std::string_view name) { return std::find(states.begin(), states.end(), name); };
    if (worst.empty() || badness(seen) > badness(worst)) worst = seen;
    return true;
}

void add_breaker(std::optional<breaker_figures>& to, json::value const* breaker) {
    auto sum = to.value_or(breaker_figures{});
    if (!keep_worst(sum.state, breaker, {"closed", "half_open", "open"})) return;
    sum.opened += count(member(breaker, "opened"));
    sum.refused += count(member(breaker, "refused"));
    to = std::move(sum);
}

void add_limit(std::optional<std::uint64_t>& to, json::value const* limit) {
    if (limit != nullptr && limit->is_number()) to = to.value_or(0) + count(limit);
}

void add_bulkheads(feature_figures& to, json::value const* sides) {
    if (sides == nullptr || !sides->is_object()) return;
    for (auto const& [side, bulkhead] : sides->get_object()) {
        auto& sum = to.bulkheads[std::string(side)];
        sum.requests += count(member(&bulkhead, "requests"));
        add_limit(sum.max_requests, member(&bulkhead, "max_requests"));
        sum.pending += count(member(&bulkhead, "pending"));
        add_limit(sum.max_pending, member(&bulkhead, "max_pending"));
        sum.refused += count(member(&bulkhead, "refused"));
    }
}

void add_texts(std::set<std::string>& to, json::value const* texts) {
    if (texts == nullptr || !texts->is_array()) return;
    for (auto const& one : texts->get_array())
        if (one.is_string()) to.emplace(one.get_string());
}

void add_upstream(upstream_figures& to, json::value const& upstream) {
    to.connections += count(member(&upstream, "connections"));
    to.waiting += count(member(&upstream, "waiting"));
    to.limit += count(member(&upstream, "limit"));
    add_limit(to.adaptive_limit, member(&upstream, "adaptive_limit"));
    auto const* const endpoints = member(&upstream, "endpoints");
    if (endpoints == nullptr || !endpoints->is_object()) return;
    for (auto const& [name, endpoint] : endpoints->get_object()) {
        auto& sum = to.endpoints[std::string(name)];
        keep_worst(sum.state, &endpoint, {"up", "trial", "ejected"});
        sum.failures += count(member(&endpoint, "failures"));
        sum.ejections += count(member(&endpoint, "ejections"));
        add_texts(sum.addresses, member(&endpoint, "addresses"));
    }
}

} // namespace

bool add_figures(live_figures& to, std::string_view answer) {
    boost::system::error_code error;
    auto const document = json::parse(answer, error);
    if (error) return false;
    auto const* features = member(&document, "features");
    if (features == nullptr || !features->is_object()) return false;
    for (auto const& [name, feature] : features->get_object()) {
        auto& figures = to.features[std::string(name)];
        add_side(figures.legacy, feature, "legacy");
        add_side(figures.modern, feature, "modern");
        add_breaker(figures.breaker, member(&feature, "breaker"));
        add_bulkheads(figures, member(&feature, "bulkheads"));
    }
    if (auto const* upstreams = member(&document, "upstreams");
        upstreams != nullptr && upstreams->is_object())
        for (auto const& [name, upstream] : upstreams->get_object())
            add_upstream(to.upstreams[std::string(name)], upstream);
    return true;
}

live_figures ask_facades(std::vector<rules::facade_entry> const& facades) {
    live_figures figures;
    for (auto const& facade : facades) {
        auto const admin = config::parse_address(facade.admin);
        auto const answer = admin ? http_get(*admin, "/api/status", std::chrono::seconds(1))
                                  : failure(exit_status::failed, admin.error().message);
        auto const trouble = [&](std::string const& why) {
            figures.troubles.push_back("facade " + std::to_string(facade.pid) +
                                       " gave no figures at http://" + facade.admin + "/api/status: " + why +
                                       "; the counts are without its traffic");
        };
        if (!answer)
            trouble(answer.error().messages.front());
        else if (!add_figures(figures, *answer))
            trouble("its answer is not understood");
    }
    return figures;
}

} // namespace ficus::tools
