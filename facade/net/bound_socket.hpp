#pragma once

#include "facade/io/descriptor.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/result.hpp>

#include <string>

namespace ficus::net {

/// `127.0.0.1:8080`, `[::1]:8080`
std::string text_of(boost::asio::ip::tcp::endpoint const& at);

struct listen_error {
    std::string address;
    std::string message;
};

/// A listening socket's descriptor, before a listener has it.
class bound_socket {
public:
    template<class T>
    using result = boost::system::result<T, listen_error>;

    /// Bound with SO_REUSEPORT so that every thread has its own for one port. The kernel shares new
    /// connections out among them.
    static result<bound_socket> open(boost::asio::ip::tcp::endpoint at);
    /// One that another process has opened and passed on. Where that one keeps it open (`kept_elsewhere`),
    /// who waits in its queue waits on when this descriptor is closed.
    static result<bound_socket> adopt(io::descriptor passed_on, bool kept_elsewhere);

    /// The same socket once more: for a thread that has none of its own.
    result<bound_socket> again() const;

    boost::asio::ip::tcp::endpoint where() const { return where_; }
    bool kept_elsewhere() const { return kept_elsewhere_; }
    int fd() const { return fd_.get(); }
    io::descriptor release() { return std::move(fd_); }

private:
    bound_socket(io::descriptor fd, boost::asio::ip::tcp::endpoint where, bool kept_elsewhere)
        : fd_(std::move(fd)), where_(where), kept_elsewhere_(kept_elsewhere) {}
    io::descriptor fd_;
    boost::asio::ip::tcp::endpoint where_;
    bool kept_elsewhere_;
};

} // namespace ficus::net
