#pragma once

#include "facade/upstream/upstream_options.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <string>
#include <vector>

namespace ficus::upstream {

/// One server of an upstream, and where it is.
struct endpoint {
    std::string authority; ///< as configured: for the log, and for Host where the client sent none
    std::vector<boost::asio::ip::tcp::endpoint> addresses; ///< empty: the name could not be resolved
    std::string resolve_error;
    std::uint32_t weight = 1; ///< what part of the requests it gets beside the others

    friend bool operator==(endpoint const&, endpoint const&) = default;
};

/// How the endpoints of an upstream are found, in the order of its options.
using resolver = std::function<std::vector<endpoint>(upstream_options const&)>;

/// By the system's resolver, which may wait for DNS: not on a thread that serves requests. Addresses of a
/// name are in the system's order of preference (RFC 6724).
std::vector<endpoint> resolve(upstream_options const& options);

} // namespace ficus::upstream
