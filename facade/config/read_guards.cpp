#include "facade/config/read_guards.hpp"

#include "facade/config/own_fields.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/read_statuses.hpp"
#include "facade/config/suggestion.hpp"
#include "facade/config/values.hpp"
#include "rules/text.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

using namespace std::chrono_literals;

void read_retries(section& from, unsigned& out) {
    std::uint64_t retries = out;
    from.read_integer("retries", 0, 10, retries);
    out = static_cast<unsigned>(retries);
}

std::optional<std::chrono::milliseconds> read_timeout(section& from, std::string_view member,
                                                      std::chrono::milliseconds least = 1ms) {
    std::chrono::milliseconds out{-1};
    from.read_duration(member, least, out);
    return out.count() < 0 ? std::nullopt : std::optional(out);
}

void read_timeout_header(section& from, std::string& out) {
    auto const name = from.text("timeout_header");
    if (!name) return;
    auto lower = name->text;
    std::transform(lower.begin(), lower.end(), lower.begin(), rules::lower);
    if (!rules::is_token(name->text))
        from.out().error(name->where, in_quotes(name->text) + " is no name of a header field; write one such "
                                                              "as \"X-Request-Timeout-Ms\"");
    else if (is_own_field(lower))
        from.out().error(name->where, in_quotes(name->text) + " says something else already; write a name of "
                                                              "your own, such as \"X-Request-Timeout-Ms\"");
    out = name->text;
}

void read_backoff(section from, resilience::backoff_options& out) {
    from.read_duration("base", 0ms, out.base);
    from.read_duration("most", 0ms, out.most);
    if (out.most < out.base)
        from.out().error(from.place_of("most"),
                         "is less than `base`, where it begins; write no less than that");
    from.finish();
}

void read_budget(section from, resilience::budget_options& out) {
    from.read_share("share", out.share);
    std::uint64_t least = static_cast<std::uint64_t>(out.least_per_second);
    from.read_integer("least", 0, 1'000'000, least);
    out.least_per_second = static_cast<double>(least);
    from.finish();
}

/// What legacy, or another endpoint, can answer for needs not be waited for as long as what nobody else can.
resilience::breaker_options default_breaker() {
    resilience::breaker_options out;
    out.probe_timeout = 2s;
    return out;
}

void read_count(section& from, std::string_view member, std::uint64_t least, std::uint32_t& out) {
    std::uint64_t count = out;
    from.read_integer(member, least, 1'000'000, count);
    out = static_cast<std::uint32_t>(count);
}

void read_rate(section& from, std::string_view member, double& out) {
    from.read_share(member, out);
    if (out <= 0)
        from.out().error(from.place_of(member), "must be above 0: at 0 nothing would ever be asked");
}

/// `breaker`: a table, or whether there is one. `unsaid`: whether there is where nothing is said.
std::optional<resilience::breaker_options> read_breaker(section& from, bool unsaid) {
    if (!from.has_table("breaker")) {
        bool wanted = unsaid;
        from.read("breaker", wanted);
        return wanted ? std::optional(default_breaker()) : std::nullopt;
    }
    auto table = *from.table("breaker");
    auto out = default_breaker();
    table.read_duration("window", 100ms, out.window);
    read_count(table, "min_requests", 1, out.min_requests);
    read_rate(table, "failure_rate", out.failure_rate);
    table.read_duration("slow_after", 0ms, out.slow_after);
    read_rate(table, "slow_rate", out.slow_rate);
    read_count(table, "consecutive", 0, out.consecutive);
    table.read_duration("open_for", 1ms, out.open_for);
    read_count(table, "probes", 1, out.probes);
    table.read_duration("probe_timeout", 0ms, out.probe_timeout);
    read_statuses(table, "failures", out.failures);
    table.finish();
    return out;
}

std::optional<std::uint32_t> read_most(section& from, std::string_view member, std::uint64_t least) {
    std::uint64_t most = least;
    from.read_integer(member, least, 1'000'000, most);
    return from.has(member) ? std::optional(static_cast<std::uint32_t>(most)) : std::nullopt;
}

resilience::bulkhead_options read_bulkhead(section& from) {
    resilience::bulkhead_options out;
    out.max_requests = read_most(from, "max_requests", 1);
    out.max_pending = read_most(from, "max_pending", 0);
    if (out.max_requests && out.max_pending && *out.max_pending >= *out.max_requests)
        from.out().warning(from.place_of("max_pending"),
                           "says nothing: those that wait are among `max_requests`; write less than that");
    return out;
}

/// `adaptive`: a table, or whether the limit moves.
std::optional<resilience::gradient_options> read_adaptive(section& from, std::size_t max_connections) {
    resilience::gradient_options out;
    if (!from.has_table("adaptive")) {
        bool wanted = false;
        from.read("adaptive", wanted);
        return wanted ? std::optional(out) : std::nullopt;
    }
    auto table = *from.table("adaptive");
    std::uint64_t least = out.least;
    table.read_integer("least", 1, 1'000'000, least);
    if (table.has("least") && least > max_connections)
        from.out().error(table.place_of("least"), "is more than `max_connections`, which is " +
                                                      std::to_string(max_connections) +
                                                      "; write no more than that");
    out.least = static_cast<std::uint32_t>(least);
    // Nearer to 1 it would be chance that moves the limit: answers never all take the same time.
    table.read_decimal("tolerance", 1.05, 100, out.tolerance);
    table.finish();
    return out;
}

void read_limits(section& from, upstream::upstream_options& out) {
    std::uint64_t connections = out.max_connections;
    from.read_integer("max_connections", 1, 1'000'000, connections);
    out.max_connections = connections;
    std::uint64_t pending = out.max_pending;
    from.read_integer("max_pending", 0, 1'000'000, pending);
    out.max_pending = pending;
    out.adaptive = read_adaptive(from, out.max_connections);
}

/// A side's upstream: `"orders"`, or `{ upstream = "orders", response_timeout = "2s" }`.
std::string read_feature_side(section& from, std::string_view member, need n, upstream::side_options& out) {
    std::string name;
    if (!from.has_table(member)) {
        if (auto const text = from.text(member)) name = text->text;
        return name;
    }
    auto side = *from.table(member);
    if (auto const text = side.text("upstream", n)) name = text->text;
    out.connect_timeout = read_timeout(side, "connect_timeout");
    out.response_timeout = read_timeout(side, "response_timeout");
    out.queue_timeout = read_timeout(side, "queue_timeout");
    out.body_timeout = read_timeout(side, "body_timeout");
    unsigned retries = 0;
    read_retries(side, retries);
    if (side.has("retries")) out.retries = retries;
    out.bulkhead = read_bulkhead(side);
    side.finish();
    return name;
}

void read_fallback_on(section& from, upstream::fallback_rules& out) {
    auto const all = from.items("fallback_on", false);
    if (!from.has("fallback_on")) return;
    from.refuse_empty("fallback_on", "name what legacy is to answer for, such as \"unavailable\" or 503, or "
                                     "write fallback = false");
    if (!out.allowed)
        from.out().warning(from.place_of("fallback_on"),
                           "says nothing as long as fallback = true is not there");
    std::pair<std::string, bool*> const words[] = {{"unavailable", &out.unavailable},
                                                   {"timeout", &out.timeout},
                                                   {"open", &out.open},
                                                   {"overloaded", &out.overloaded}};
    for (auto const& [word, said] : words) *said = false;
    out.statuses = {};
    for (auto const& said : all) {
        auto const* const word = std::find_if(std::begin(words), std::end(words),
                                              [&](auto const& w) { return w.first == said.text; });
        if (word != std::end(words)) {
            *word->second = true;
            continue;
        }
        read_status(
            said, from.out(), out.statuses,
            ", and none of \"unavailable\", \"timeout\", \"open\" and \"overloaded\"; write one of these");
    }
}

} // namespace

void read_guards(section& from, upstream::upstream_options& out) {
    from.read_duration("connect_timeout", 1ms, out.connect_timeout);
    from.read_duration("response_timeout", 1ms, out.response_timeout);
    out.queue_timeout = read_timeout(from, "queue_timeout");
    out.body_timeout = read_timeout(from, "body_timeout");
    from.read_duration("request_timeout", 0ms, out.request_timeout);
    read_timeout_header(from, out.timeout_header);
    read_retries(from, out.retries);
    out.breaker = read_breaker(from, false);
    read_limits(from, out);
    if (auto budget = from.table("retry_budget")) read_budget(std::move(*budget), out.retry_budget);
    if (auto backoff = from.table("backoff")) read_backoff(std::move(*backoff), out.backoff);
}

upstream::guard_options read_guards(section& from, rules::feature_options& names) {
    upstream::guard_options out;
    names.legacy = read_feature_side(from, "legacy", need::optional, out.sides[0]);
    names.modern = read_feature_side(from, "modern", need::required, out.sides[1]);
    if (!from.has("modern"))
        from.missing("modern",
                     "name the upstream that is to replace legacy: modern = \"NAME\", with [upstreams.NAME]");
    out.request_timeout = read_timeout(from, "request_timeout", 0ms);
    out.retry_methods = read_methods(from, "retry_methods");
    from.read("fallback", out.fallback.allowed);
    read_fallback_on(from, out.fallback);
    // Where legacy answers, a breaker that is open costs no client anything.
    out.breaker = read_breaker(from, out.fallback.allowed && out.fallback.open);
    return out;
}

} // namespace ficus::config
