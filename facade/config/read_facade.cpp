#include "facade/config/addresses.hpp"
#include "facade/config/parts.hpp"
#include "rules/ip.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

using namespace std::chrono_literals;

http::limits read_limits(section from) {
    constexpr std::uint64_t mebi = 1024 * 1024;
    constexpr std::uint64_t any = std::uint64_t{1} << 40;
    http::limits out;
    from.read_size("max_header_size", 256, 16 * mebi, out.max_header_size);
    from.read_size("max_body_size", 0, any, out.max_body_size);
    from.read_size("max_buffered_body", 0, 1024 * mebi, out.max_buffered_body);
    from.read_duration("header_timeout", 1ms, out.header_timeout);
    from.read_duration("idle_timeout", 1ms, out.idle_timeout);
    from.read_duration("body_timeout", 1ms, out.body_timeout);
    from.finish();
    return out;
}

obs::log_options read_log(section from) {
    obs::log_options out;
    from.read_choice<obs::level>("level",
                                 {{"debug", obs::level::debug},
                                  {"info", obs::level::info},
                                  {"warn", obs::level::warn},
                                  {"error", obs::level::error}},
                                 out.level);
    from.read_share("access", out.access);
    from.finish();
    return out;
}

shadow::shadow_options read_shadow(section from) {
    constexpr std::uint64_t mebi = 1024 * 1024;
    constexpr std::uint64_t any = std::uint64_t{1} << 40;
    shadow::shadow_options out;
    from.read_size("max_held", mebi, any, out.max_held);
    std::uint64_t under_way = out.max_under_way;
    from.read_integer("max_under_way", 1, 1024, under_way);
    out.max_under_way = static_cast<std::size_t>(under_way);
    from.read_duration("keep_for", 1h, out.keep_for);
    from.read_size("keep_size", 4 * mebi, any, out.keep_size);
    from.finish();
    return out;
}

dns::dns_options read_dns(section from) {
    dns::dns_options out;
    from.read("follow", out.follow);
    auto const servers = from.texts("servers").value_or(std::vector<located_text>{});
    from.refuse_empty("servers",
                      "name one, such as \"10.0.0.2\", or leave it out: then /etc/resolv.conf says");
    refuse_repeated(servers, from.out());
    for (auto const& entry : servers) {
        if (entry.text.empty()) continue;
        if (auto const server = parse_dns_server(entry.text))
            out.servers.push_back(*server);
        else
            from.out().error(entry.where, server.error().message);
    }
    from.read_duration("least", 10ms, out.least);
    from.read_duration("most", 10ms, out.most);
    if (out.most < out.least)
        from.out().error(
            from.place_of("most"),
            "is less than `least`, the other end of what is made of a TTL; write no less than that");
    from.read_duration("timeout", 10ms, out.timeout);
    from.finish();
    return out;
}

void read_listeners(section& from, facade_options& out) {
    if (auto const text = from.text("admin")) {
        if (auto const parsed = parse_address(text->text))
            out.admin = *parsed;
        else
            from.out().error(text->where, parsed.error().message);
    }
    auto const listen = from.texts("listen");
    if (!listen) return;
    from.refuse_empty("listen", "name at least one address, such as \"127.0.0.1:8080\"");
    out.listen.clear();
    for (auto const& entry : *listen) {
        auto const parsed = parse_address(entry.text);
        if (!parsed) {
            from.out().error(entry.where, parsed.error().message);
            continue;
        }
        for (auto const& earlier : out.listen)
            if (overlap(earlier, *parsed))
                from.out().error(entry.where, in_quotes(entry.text) + " is taken by " +
                                                  in_quotes(earlier.to_string()) +
                                                  " before it; remove one of them");
        out.listen.push_back(*parsed);
    }
}

/// The admin listener must not stand where clients are served; said of the key that the file holds.
void check_admin(section& from, facade_options const& options) {
    for (auto const& listen : options.listen)
        if (overlap(listen, options.admin))
            from.out().error(from.place_of(from.has("admin") || !from.has("listen") ? "admin" : "listen"),
                             in_quotes(options.admin.to_string()) +
                                 " is both the admin address and one that clients are "
                                 "served on (" +
                                 listen.to_string() + "); give admin a port of its own");
}

/// Whether two networks are written with the same address: no bit behind the prefix was cleared.
bool same_address(std::string_view a, std::string_view b) {
    return rules::ip_address::parse(a.substr(0, a.find('/'))) ==
           rules::ip_address::parse(b.substr(0, b.find('/')));
}

/// An endpoint with the path behind it.
void read_collector(section& from, tracing::tracing_options& out) {
    auto const url = from.text("endpoint", need::required);
    if (!url) return;
    auto const scheme = url->text.find("://");
    auto const slash = scheme == std::string::npos ? scheme : url->text.find('/', scheme + 3);
    auto const server = parse_endpoint(url->text.substr(0, slash));
    auto const path = slash == std::string::npos ? out.path : url->text.substr(slash);
    bool const fit =
        std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (!server || !fit)
        from.out().error(url->where, in_quotes(url->text) + " is nowhere to post to; write one such as "
                                                            "\"http://127.0.0.1:4318/v1/traces\"");
    else
        out.collector = *server;
    out.path = path;
}

resilience::shed_options read_shed(section from) {
    resilience::shed_options out;
    from.read_duration("delay", 5ms, out.delay);
    from.finish();
    return out;
}

tracing::tracing_options read_tracing(section from) {
    tracing::tracing_options out;
    read_collector(from, out);
    from.read_share("sample", out.sample);
    if (auto const service = from.text("service")) out.service = service->text;
    from.finish();
    return out;
}

void read_answer_headers(section& from, obs::answer_headers& out) {
    auto const entries = from.texts("answer_headers").value_or(std::vector<located_text>{});
    refuse_repeated(entries, from.out());
    for (auto const& entry : entries) {
        if (entry.text == "server-timing")
            out.server_timing = true;
        else if (entry.text == "ficus")
            out.ficus = true;
        else if (!entry.text.empty())
            from.out().error(entry.where, in_quotes(entry.text) +
                                              " is none of them; write \"server-timing\", \"ficus\" or both");
    }
}

} // namespace

facade_options read_facade(section from) {
    facade_options out;
    read_listeners(from, out);
    check_admin(from, out);
    if (auto const dir = from.text("data_dir")) out.data_dir = dir->text;
    if (auto const legacy = from.text("legacy")) out.legacy = legacy->text;
    if (!from.has("legacy"))
        from.missing("legacy",
                     "name the upstream of everything that no feature matches: legacy = \"NAME\", with "
                     "[upstreams.NAME]");
    std::uint64_t threads = out.threads;
    from.read_integer("threads", 0, 1024, threads);
    out.threads = static_cast<unsigned>(threads);
    from.read_duration("drain", 0ms, out.drain);
    from.read_duration("drain_delay", 0ms, out.drain_delay);
    for (auto const& entry : from.texts("trusted_proxies").value_or(std::vector<located_text>{})) {
        auto const network = parse_network(entry.text);
        if (!network) {
            from.out().error(entry.where, network.error().message);
            continue;
        }
        if (!same_address(entry.text, *network))
            from.out().warning(entry.where, in_quotes(entry.text) + " is read as " + in_quotes(*network));
        out.trusted_proxies.push_back(*network);
    }
    read_answer_headers(from, out.answer_headers);
    if (auto limits = from.table("limits")) out.limits = read_limits(std::move(*limits));
    if (auto log = from.table("log")) out.log = read_log(std::move(*log));
    if (auto tracing = from.table("tracing")) out.tracing = read_tracing(std::move(*tracing));
    if (auto dns = from.table("dns")) out.dns = read_dns(std::move(*dns));
    if (auto shadow = from.table("shadow")) out.shadow = read_shadow(std::move(*shadow));
    if (auto shed = from.table("shed")) out.shed = read_shed(std::move(*shed));
    from.finish();
    return out;
}

} // namespace ficus::config
