#include "facade/app/guard_events.hpp"

#include <cmath>

namespace ficus::app {

namespace {

void tell_of_breaker(obs::log& to, pipeline::named_breaker const& of,
                     resilience::breaker_change const& change) {
    auto const percent = [](double rate) { return static_cast<std::uint64_t>(std::lround(rate * 100)); };
    auto const level = change.to == resilience::breaker_state::closed ? obs::level::info : obs::level::warn;
    to.event(level, "breaker_" + std::string(resilience::name_of(change.to)), [&](obs::json_line& line) {
        line.add(pipeline::name_of(of.scope), std::string_view(of.name));
        line.add("why", resilience::name_of(change.why));
        line.add("failed_percent", percent(change.failure_rate));
        line.add("slow_percent", percent(change.slow_rate));
    });
}

void tell_of_endpoint(obs::log& to, std::string const& upstream, std::string const& endpoint,
                      upstream::endpoint_change const& change) {
    auto const level = change.ejected ? obs::level::warn : obs::level::info;
    to.event(level, change.ejected ? "endpoint_ejected" : "endpoint_returned", [&](obs::json_line& line) {
        line.add("upstream", std::string_view(upstream));
        line.add("endpoint", std::string_view(endpoint));
        if (!change.ejected) return;
        line.add("why", upstream::name_of(change.why));
        auto const length = std::chrono::round<std::chrono::milliseconds>(change.length);
        line.add("for_ms", static_cast<std::uint64_t>(length.count()));
    });
}

} // namespace

guard_listeners tell_log(obs::log& to) {
    return {[&to](auto const& of, auto const& change) { tell_of_breaker(to, of, change); },
            [&to](auto const& upstream, auto const& endpoint, auto const& change) {
                tell_of_endpoint(to, upstream, endpoint, change);
            }};
}

} // namespace ficus::app
