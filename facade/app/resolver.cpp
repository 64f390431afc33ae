#include "facade/app/resolver.hpp"

#include "facade/dns/lookup.hpp"
#include "facade/dns/schedule.hpp"

namespace ficus::app {

namespace {

std::vector<upstream::endpoint> resolve_by(dns::dns_options const& by,
                                           upstream::upstream_options const& options) {
    std::vector<std::string> hosts;
    for (auto const& e : options.endpoints)
        if (dns::may_move(e.host)) hosts.push_back(e.host);
    auto const answers = dns::look_up(by, hosts);
    std::vector<upstream::endpoint> out;
    std::size_t next = 0;
    for (auto const& e : options.endpoints) {
        upstream::found_addresses found;
        if (dns::may_move(e.host))
            if (auto const& answer = answers[next++])
                for (auto const& address : answer->addresses) found.addresses.emplace_back(address, e.port);
        if (found.addresses.empty()) found = upstream::resolve_one(e);
        out.emplace_back(e.authority, std::move(found.addresses), std::move(found.error), e.weight);
    }
    return out;
}

} // namespace

upstream::resolver resolver_by(dns::dns_options options) {
    if (options.servers.empty()) return &upstream::resolve;
    return [by = std::move(options)](upstream::upstream_options const& of) { return resolve_by(by, of); };
}

} // namespace ficus::app
