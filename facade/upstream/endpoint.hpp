#pragma once

#include "facade/upstream/upstream_options.hpp"
#include "facade/upstream/whereabouts.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ficus::upstream {

/// One server of an upstream, and where it is. Copies of it know of each other's moves.
struct endpoint {
    endpoint(std::string authority, std::vector<boost::asio::ip::tcp::endpoint> addresses,
             std::string resolve_error = {}, std::uint32_t weight = 1)
        : authority(std::move(authority)), weight(weight),
          at(std::make_shared<whereabouts>(found_addresses{std::move(addresses), std::move(resolve_error)})) {
    }

    std::string authority;    ///< as configured: for the log, and for Host where the client sent none
    std::uint32_t weight = 1; ///< what part of the requests it gets beside the others
    std::shared_ptr<whereabouts> at;
};

/// How the endpoints of an upstream are found, in the order of its options.
using resolver = std::function<std::vector<endpoint>(upstream_options const&)>;

/// By the system's resolver, which may wait for DNS: not on a thread that serves requests. Addresses of a
/// name are in the system's order of preference (RFC 6724).
std::vector<endpoint> resolve(upstream_options const& options);
/// The same, of one of them.
found_addresses resolve_one(endpoint_options const& one);

} // namespace ficus::upstream
