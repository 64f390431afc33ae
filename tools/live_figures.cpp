#include "tools/live_figures.hpp"

#include "facade/config/addresses.hpp"
#include "tools/http_get.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
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

void add_breaker(std::optional<breaker_figures>& to, json::value const* breaker) {
    auto const* const state = member(breaker, "state");
    if (state == nullptr || !state->is_string()) return;
    auto& sum = to ? *to : to.emplace();
    auto const badness = [](std::string_view name) {
        return name == "open" ? 2 : name == "half_open" ? 1 : 0;
    };
    std::string_view const seen = state->get_string();
    if (sum.state.empty() || badness(seen) > badness(sum.state)) sum.state = seen;
    sum.opened += count(member(breaker, "opened"));
    sum.refused += count(member(breaker, "refused"));
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
    }
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
