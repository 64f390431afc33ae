#include "facade/net/bound_socket.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace ficus::net {

namespace {

using boost::asio::ip::tcp;

boost::system::result<tcp::endpoint, int> own_address(int fd) {
    tcp::endpoint at;
    auto size = static_cast<socklen_t>(at.capacity());
    if (::getsockname(fd, at.data(), &size) != 0) return errno;
    at.resize(size);
    return at;
}

/// 0 where the socket does not say.
int option(int fd, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return ::getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : 0;
}

/// By errno, which making texts may change.
listen_error refused_by_system(tcp::endpoint const& at, std::string_view what) {
    auto reason = std::string(what) + ": " + std::strerror(errno);
    return {text_of(at), std::move(reason)};
}

// What is accepted inherits it (tcp(7)), and is spared a call of its own.
bool set_no_delay(int fd) {
    int const on = 1;
    return ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
}

} // namespace

std::string text_of(tcp::endpoint const& at) {
    auto const host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

bound_socket::result<bound_socket> bound_socket::open(tcp::endpoint at) {
    io::descriptor owned(
        ::socket(at.address().is_v6() ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    auto const fail = [&](std::string_view what) { return refused_by_system(at, what); };
    if (!owned) return fail("no socket");
    int const fd = owned.get();
    int const on = 1;
    if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
        return fail("cannot set SO_REUSEPORT");
    if (at.address().is_v6() && ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
        return fail("cannot set IPV6_V6ONLY");
    if (!set_no_delay(fd)) return fail("cannot set TCP_NODELAY");
    if (::bind(fd, at.data(), static_cast<socklen_t>(at.size())) != 0) return fail("cannot bind");
    if (::listen(fd, SOMAXCONN) != 0) return fail("cannot listen");
    auto const where = own_address(fd);
    if (!where) return fail("cannot tell the port");
    return bound_socket(std::move(owned), *where, false);
}

bound_socket::result<bound_socket> bound_socket::adopt(io::descriptor passed_on, bool kept_elsewhere) {
    int const fd = passed_on.get();
    auto const named = "descriptor " + std::to_string(fd);
    auto const domain = option(fd, SO_DOMAIN);
    if ((domain != AF_INET && domain != AF_INET6) || option(fd, SO_PROTOCOL) != IPPROTO_TCP)
        return listen_error{named, "no TCP socket"};
    auto const where = own_address(fd);
    if (!where)
        return listen_error{named, std::string("cannot tell the port: ") + std::strerror(where.error())};
    auto const fail = [&](std::string_view what) { return refused_by_system(*where, what); };
    if (option(fd, SO_ACCEPTCONN) == 0) return listen_error{text_of(*where), "does not listen"};
    auto const flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) return fail("cannot set O_NONBLOCK");
    if (::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) return fail("cannot set FD_CLOEXEC");
    if (!set_no_delay(fd)) return fail("cannot set TCP_NODELAY");
    return bound_socket(std::move(passed_on), *where, kept_elsewhere);
}

bound_socket::result<bound_socket> bound_socket::again() const {
    io::descriptor one_more(::fcntl(fd_.get(), F_DUPFD_CLOEXEC, 0));
    if (!one_more) return refused_by_system(where_, "no descriptor");
    return bound_socket(std::move(one_more), where_, kept_elsewhere_);
}

} // namespace ficus::net
