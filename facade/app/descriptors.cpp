#include "facade/app/descriptors.hpp"

#include "facade/admin/listener.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sys/resource.h>

namespace ficus::app {

namespace {

// Journals of the stores, configuration and resolver at a reload.
constexpr std::size_t for_files = 16;

// Where /proc cannot be read: more than a facade of eight threads has.
constexpr std::size_t commonly_taken = 64;

// The loops of those threads that serve no clients, what they are woken by, stores, the watch over them, the
// admin listener; and of a connection each for a client, admin, upstream, copy and a reload.
constexpr std::size_t for_all_else = 32;

// A loop is an epoll instance and what interrupts it.
constexpr std::size_t for_a_loop = 2;

} // namespace

void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t fewest_descriptors(std::size_t taken, std::size_t threads, std::size_t addresses) {
    return taken + for_all_else + threads * (for_a_loop + addresses);
}

std::size_t most_clients(descriptor_figures const& figures) {
    // Of a small limit the admin listener cannot have all that it may.
    auto const kept_back = std::min(admin::options{}.max_connections + for_files, figures.limit / 4);
    auto const spoken_for = figures.taken + kept_back;
    auto const left = figures.limit > spoken_for ? figures.limit - spoken_for : 0;
    // A request asks one upstream at a time.
    auto const upstream = std::min(figures.upstream, left / 2);
    return std::max<std::size_t>(1, left - upstream);
}

std::size_t most_clients_of_one(descriptor_figures const& figures, std::size_t threads) {
    return std::max<std::size_t>(1, most_clients(figures) / threads);
}

upstream_share share_of(upstream::upstream_options const& of, std::size_t clients, bool is_legacy) {
    upstream_share share{of.max_connections, of.max_pending};
    auto const most = clients * 3 / 4;
    if (share.connections + share.pending <= most) return share;
    auto const left = most > share.connections ? most - share.connections : 0;
    share.pending = std::min(share.pending, std::max(left, most / 4));
    if (is_legacy) return share;
    share.connections = std::min(share.connections, std::max<std::size_t>(1, most - share.pending));
    return share;
}

void tell_of_shares(obs::log& to, pipeline::site const& site, descriptor_figures figures,
                    std::size_t threads) {
    figures.upstream = most_upstream_connections(site);
    auto const clients = most_clients_of_one(figures, threads);
    for (std::size_t i = 0; i < site.upstreams.size(); ++i) {
        auto const& options = site.upstreams[i]->options();
        auto const share = share_of(options, clients, i == site.legacy);
        auto const tell = [&](std::string_view key, std::size_t said, std::size_t each) {
            if (each * threads >= said) return;
            to.event(obs::level::warn, "limited_by_descriptors", [&](obs::json_line& line) {
                line.add("key", std::string_view("upstreams." + options.name + "." + std::string(key)));
                line.add("configured", said).add("effective", each * threads);
                line.add("rlimit_nofile", figures.limit).add("clients", most_clients(figures));
                line.add("detail", "so that not all clients that there are descriptors for wait for this "
                                   "upstream; raise RLIMIT_NOFILE (LimitNOFILE= of the service)");
            });
        };
        tell("max_connections", options.max_connections, share.connections);
        tell("max_pending", options.max_pending, share.pending);
    }
}

std::size_t most_upstream_connections(pipeline::site const& site) {
    std::size_t most = 0;
    for (auto const& group : site.upstreams) {
        auto const clients = group->options().max_connections;
        most += clients + std::max<std::size_t>(1, clients / 4);
    }
    return most;
}

descriptor_figures look_at_descriptors() {
    descriptor_figures figures;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.limit = limit.rlim_cur;
    std::error_code failed;
    std::filesystem::directory_iterator const open("/proc/self/fd", failed);
    figures.taken = failed ? commonly_taken : static_cast<std::size_t>(std::distance(begin(open), end(open)));
    return figures;
}

} // namespace ficus::app
