#pragma once

#include "facade/io/inbox.hpp"
#include "facade/io/transport.hpp"

#include <array>
#include <cstddef>

namespace ficus::upstream {

/// A connection to one endpoint. In use by one request at a time, or kept by its pool.
struct connection {
    connection(io::loop& on, std::size_t endpoint_index) : stream(on), endpoint(endpoint_index), in(small) {}
    io::transport stream;
    std::size_t endpoint;
    bool reused = false;   ///< it has carried a request before
    bool answered = false; ///< something has come for the request that it carries, were it only a 1xx
    io::clock::time_point idle_since{};
    std::array<char, 4096> small{};
    io::inbox in;
};

} // namespace ficus::upstream
