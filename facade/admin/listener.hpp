#pragma once

#include "facade/admin/routes.hpp"
#include "facade/io/descriptor.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ficus::admin {

/// Where to listen, and what clients may cost.
struct options {
    std::string host = "127.0.0.1"; ///< numeric, without brackets
    std::uint16_t port = 9900;      ///< 0: the system chooses
    /// Where more want to connect, the connection that has gone longest without an answer makes room.
    std::size_t max_connections = 64;
    std::size_t max_header_size = 16 * 1024;          ///< a larger head gets 431
    std::chrono::milliseconds header_timeout{10'000}; ///< the whole request head, from its first byte
    std::chrono::milliseconds idle_timeout{60'000};   ///< before a request's first byte
    std::chrono::milliseconds write_timeout{10'000};  ///< the whole answer
};

/// Why the address could not be listened on.
struct listen_error {
    boost::system::error_code code;
    std::string message; ///< names the address, the system's reason and the mend, without a full stop
};

/// The admin listener: HTTP/1.1 on a thread and an event loop of its own, so that health is answered however
/// busy the facade is. Bodies are refused with 413.
class listener {
public:
    /// Binds, or takes a socket that listens already, and answers from then on.
    static boost::system::result<std::unique_ptr<listener>, listen_error>
    start(options const& how, sources from, io::descriptor listening = {});

    /// Accepts nothing more: another process has the socket too, and goes on with it. Open connections are
    /// answered on.
    void leave_door();
    /// Ends the listener, its connections and its thread; returns when all are gone. Again: does nothing. Not
    /// from within `sources`.
    void stop();
    ~listener();

    std::uint16_t port() const; ///< the one that the system chose, where it was to
    int socket() const;         ///< the listening one; it stays the listener's
    /// Connections that were closed to make room for others.
    std::uint64_t evicted() const;

private:
    struct impl;
    explicit listener(std::unique_ptr<impl> made);
    std::unique_ptr<impl> impl_;
};

} // namespace ficus::admin
