#include "facade/net/listener.hpp"

#include <boost/asio/error.hpp>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::net {

namespace {

// Out of descriptors or memory: a moment later there may be some again. Accepting must never stop for good.
constexpr std::chrono::milliseconds accept_pause{100};

} // namespace

std::string text_of(boost::asio::ip::tcp::endpoint const& at) {
    auto const host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

boost::system::result<bound_socket, listen_error> bound_socket::open(boost::asio::ip::tcp::endpoint at) {
    int const fd =
        ::socket(at.address().is_v6() ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    auto const fail = [&](std::string_view what) {
        listen_error e{text_of(at), std::string(what) + ": " + std::strerror(errno)};
        if (fd >= 0) ::close(fd);
        return e;
    };
    if (fd < 0) return fail("no socket");
    int const on = 1;
    if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
        return fail("cannot set SO_REUSEPORT");
    if (at.address().is_v6() && ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
        return fail("cannot set IPV6_V6ONLY");
    if (::bind(fd, at.data(), static_cast<socklen_t>(at.size())) != 0) return fail("cannot bind");
    if (::listen(fd, SOMAXCONN) != 0) return fail("cannot listen");
    socklen_t size = static_cast<socklen_t>(at.capacity());
    if (::getsockname(fd, at.data(), &size) != 0) return fail("cannot tell the port");
    at.resize(size);
    return bound_socket(fd, at);
}

bound_socket::bound_socket(bound_socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), where_(other.where_) {}

bound_socket::~bound_socket() {
    if (fd_ >= 0) ::close(fd_);
}

int bound_socket::release() {
    return std::exchange(fd_, -1);
}

struct listener::door {
    door(io::loop& loop, bound_socket& socket)
        : accepting(loop.get_executor(), socket.where().protocol()), pause(loop.get_executor()) {
        accepting.close();
        accepting.assign(socket.where().protocol(), socket.release());
        accepting.non_blocking(true);
    }
    acceptor accepting;
    boost::asio::basic_waitable_timer<io::clock, boost::asio::wait_traits<io::clock>, io::executor> pause;
};

listener::listener(pipeline::worker& on) : worker_(on) {}

listener::~listener() = default;

void listener::add(bound_socket socket) {
    auto& d = *doors_.emplace_back(std::make_unique<door>(worker_.loop, socket));
    accept(d);
}

void listener::accept(door& d) {
    d.accepting.async_accept(
        worker_.loop.get_executor(), [this, &d](boost::system::error_code error, io::socket accepted) {
            if (draining_ || error == boost::asio::error::operation_aborted) return;
            if (error) {
                if (error == boost::asio::error::connection_aborted) return accept(d);
                worker_.counters.thread(worker_.index).accept_failed.add();
                d.pause.expires_after(accept_pause);
                d.pause.async_wait([this, &d](boost::system::error_code stopped) {
                    if (!stopped && !draining_) accept(d);
                });
                return;
            }
            auto* c = new client_connection(worker_, std::move(accepted),
                                            [this](client_connection& gone) { remove(gone); });
            connections_.push_back(*c);
            worker_.counters.thread(worker_.index).connections_open.add();
            c->start();
            accept(d);
        });
}

void listener::remove(client_connection& c) {
    connections_.erase(connections_.iterator_to(c));
    delete &c;
    worker_.counters.thread(worker_.index).connections_open.subtract();
    if (draining_ && connections_.empty() && empty_) std::exchange(empty_, nullptr)();
}

void listener::drain(std::function<void()> empty) {
    draining_ = true;
    empty_ = std::move(empty);
    boost::system::error_code ignored;
    for (auto& d : doors_) {
        d->accepting.close(ignored);
        d->pause.cancel();
    }
    for (auto& c : connections_) c.drain();
    if (connections_.empty() && empty_) std::exchange(empty_, nullptr)();
}

void listener::cancel_all() {
    for (auto& c : connections_) c.cancel();
}

} // namespace ficus::net
