#include "facade/config/read_endpoints.hpp"

#include "facade/config/addresses.hpp"
#include "facade/config/read_statuses.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view an_endpoint =
    "write a URL such as \"http://127.0.0.1:9001\", or one with its part "
    "of the requests: { url = \"http://127.0.0.1:9001\", weight = 2 }";

/// `"http://a:1"`, or `{ url = "http://a:1", weight = 3 }`.
void read_endpoint(scalar_or_table said, diagnostics& to, std::vector<upstream::endpoint_options>& out) {
    located_text url{said.text, said.where};
    std::uint64_t weight = 1;
    if (said.table) {
        url = said.table->text("url", need::required).value_or(located_text{{}, said.where});
        said.table->read_integer("weight", 1, 1000, weight);
        said.table->finish();
        if (url.text.empty()) return;
    } else if (said.kind != node_kind::string) {
        return to.error(said.where, "is no endpoint; " + std::string(an_endpoint));
    }
    auto endpoint = parse_endpoint(url.text);
    if (!endpoint) return to.error(url.where, endpoint.error().message);
    endpoint->weight = static_cast<std::uint32_t>(weight);
    for (auto const& earlier : out)
        if (earlier.host == endpoint->host && earlier.port == endpoint->port)
            to.error(url.where, in_quotes(url.text) + " is listed twice; remove one of them");
    out.push_back(std::move(*endpoint));
}

/// `outlier`: a table, or whether endpoints that fail are left out; they are where there is another one.
std::optional<resilience::outlier_options> read_outlier(section& from, std::size_t endpoints) {
    resilience::outlier_options out;
    bool wanted = endpoints > 1;
    auto table = from.has_table("outlier") ? from.table("outlier") : std::nullopt;
    if (!table) {
        from.read("outlier", wanted);
    } else {
        wanted = true;
        std::uint64_t consecutive = out.consecutive;
        table->read_integer("consecutive", 1, 1'000'000, consecutive);
        out.consecutive = static_cast<std::uint32_t>(consecutive);
        table->read_duration("base", 1ms, out.base);
        table->read_duration("most", 1ms, out.most);
        if (out.most < out.base)
            from.out().error(table->place_of("most"),
                             "is less than `base`, where it begins; write no less than that");
        table->read_share("max_ejected", out.max_ejected);
        read_statuses(*table, "failures", out.failures);
        table->finish();
    }
    if (wanted && endpoints == 1)
        from.out().warning(
            from.place_of("outlier"),
            "says nothing of a single endpoint, which is never left out; a `breaker` guards it");
    return wanted && endpoints > 1 ? std::optional(out) : std::nullopt;
}

bool is_path(std::string_view text) {
    return text.starts_with('/') &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

void read_good_statuses(section& from, resilience::status_set& out) {
    auto const all = from.items("status", false);
    if (from.has("status")) out = {};
    from.refuse_empty("status", "name what a service that is well answers with, such as 200 or \"2xx\"");
    for (auto const& said : all)
        if (auto const statuses = resilience::status_set::parse(said.text))
            out.add(*statuses);
        else
            from.out().error(said.where, in_quotes(said.text) +
                                             " is no status and no class of them; write one "
                                             "such as 200 or \"2xx\"");
}

std::optional<upstream::check_options> read_check(section& from) {
    auto table = from.table("check");
    if (!table) return std::nullopt;
    upstream::check_options out;
    if (auto const path = table->text("path", need::required)) {
        out.path = path->text;
        if (!is_path(path->text))
            table->out().error(path->where, in_quotes(path->text) +
                                                " is no path of a request; it begins with "
                                                "'/', as \"/health\" does");
    }
    if (auto const host = table->text("host")) {
        out.host = host->text;
        if (!is_host(host->text))
            table->out().error(host->where, in_quotes(host->text) +
                                                " is no host; write a name such as \"orders.internal\"");
    }
    table->read_duration("interval", 10ms, out.interval);
    table->read_duration("timeout", 1ms, out.timeout);
    std::uint64_t rise = out.rise;
    std::uint64_t fall = out.fall;
    table->read_integer("rise", 1, 1000, rise);
    table->read_integer("fall", 1, 1000, fall);
    out.rise = static_cast<std::uint32_t>(rise);
    out.fall = static_cast<std::uint32_t>(fall);
    read_good_statuses(*table, out.statuses);
    table->finish();
    return out;
}

} // namespace

void read_endpoints(section& from, upstream::upstream_options& out) {
    auto all = from.items("endpoints", true);
    if (!from.has("endpoints"))
        from.missing("endpoints", "say where the upstream listens: endpoints = [\"http://127.0.0.1:9001\"]");
    from.refuse_empty("endpoints", "name at least one, such as \"http://127.0.0.1:9001\"");
    for (auto& said : all) read_endpoint(std::move(said), from.out(), out.endpoints);
}

void read_balance(section& from, upstream::upstream_options& out) {
    from.read_choice<bool>("balance", {{"least", false}, {"turns", true}}, out.take_turns);
    out.outlier = read_outlier(from, out.endpoints.size());
    out.check = read_check(from);
    from.read_share("panic", out.panic);
    from.read_duration("slow_start", 0ms, out.slow_start);
}

} // namespace ficus::config
