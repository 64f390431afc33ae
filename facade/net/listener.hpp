#pragma once

#include "facade/net/bound_socket.hpp"
#include "facade/net/client_connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace ficus::net {

/// One thread's listening sockets and the connections that came through them.
class listener {
public:
    explicit listener(pipeline::worker& on);
    ~listener();
    listener(listener const&) = delete;
    listener& operator=(listener const&) = delete;

    /// Begins to accept. On the worker's thread, or before the worker has one.
    void add(bound_socket socket);
    /// At most so many connections at a time: those that come then wait in the kernel until one has gone,
    /// since who is let in must find a descriptor for an upstream too. On the worker's thread, or before it
    /// has one.
    void admit_at_most(std::size_t connections);
    /// Stops accepting: another process has the sockets now, and who waits there is its to serve.
    void leave_doors();
    /// Lets in who is in the kernel's queues, stops accepting, closes idle connections, lets the others
    /// finish their answers. `empty` is called on this thread when the last one is gone.
    void drain(std::function<void()> empty);
    /// Closes all doors and fails whatever is still under way; `empty` follows.
    void cancel_all();
    std::size_t open() const { return connections_.size(); }

private:
    struct door;
    void admit(io::descriptor accepted, boost::asio::ip::tcp::endpoint peer);
    void remove(client_connection& c);
    bool is_full() const { return connections_.size() >= most_; }
    void let_in();
    void tell_if_empty();

    pipeline::worker& worker_;
    std::vector<std::unique_ptr<door>> doors_;
    boost::intrusive::list<client_connection, boost::intrusive::constant_time_size<true>> connections_;
    std::size_t most_ = ~std::size_t{0};
    std::function<void()> empty_;
    bool draining_ = false;
};

} // namespace ficus::net
