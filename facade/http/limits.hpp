#pragma once

#include <chrono>
#include <cstddef>

namespace ficus::http {

/// `[facade.limits]`: what one message may cost. Bytes and time.
struct limits {
    std::size_t max_header_size = 32 * 1024;      ///< a larger head gets 431
    std::size_t max_body_size = 64 * 1024 * 1024; ///< a larger body gets 413
    std::size_t max_buffered_body =
        4 * 1024 * 1024; ///< the most that a translator or a comparison may hold of one body
    std::chrono::milliseconds header_timeout{10'000}; ///< the whole request head, from its first byte
    std::chrono::milliseconds idle_timeout{60'000};   ///< between requests on one connection
    std::chrono::milliseconds body_timeout{30'000};   ///< between two reads of a body
};

} // namespace ficus::http
