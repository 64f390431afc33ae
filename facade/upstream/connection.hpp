#pragma once

#include "facade/io/inbox.hpp"
#include "facade/io/transport.hpp"
#include "facade/upstream/permit.hpp"
#include "facade/upstream/usage.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>

namespace ficus::upstream {

/// A connection to one endpoint. In use by one request at a time, or kept by its pool.
struct connection {
    connection(io::loop& on, std::size_t endpoint_index, permit right)
        : allowed(std::move(right)), stream(on), endpoint(endpoint_index) {}
    /// Whether it can carry another request: the peer is there, and has said nothing. What has come without a
    /// request would be taken for the answer to the next one (RFC 9112 §9.2), and every answer after it for
    /// somebody else's. What the loop's last turn told decides; `look`: what the socket says now.
    bool fit_for_reuse(bool look) const {
        return (!look && stream.is_quiet()) || stream.peek() == io::transport::peer_state::quiet;
    }

    permit allowed; // first, so that it is given back once all the rest has gone
    io::transport stream;
    std::size_t endpoint;
    boost::asio::ip::tcp::endpoint address; ///< where it leads
    std::uint32_t placed = 0; ///< the version of the endpoint's whereabouts that has that address
    usage used;               ///< while a request has it
    bool reused = false;      ///< it has carried a request before
    bool answered = false;    ///< something has come for the request that it carries, were it only a 1xx
    io::clock::time_point idle_since{};
    io::inbox in;
};

} // namespace ficus::upstream
