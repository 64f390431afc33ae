#include "support/socket.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace ficus::test {
namespace {

sockaddr_in loopback(std::uint16_t port, std::string const& host = "127.0.0.1") {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) throw std::runtime_error(host);
    address.sin_port = htons(port);
    return address;
}

[[noreturn]] void fail(char const* doing) {
    throw std::runtime_error(std::string(doing) + ": " + std::strerror(errno));
}

int tcp_socket() {
    auto const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) fail("socket");
    return fd;
}

/// Connections that are left over from it do not keep others from its port.
int reusable_socket() {
    auto const fd = tcp_socket();
    int const on = 1;
    if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) fail("SO_REUSEADDR");
    return fd;
}

std::uint16_t bind_to(int fd, sockaddr_in address) {
    socklen_t size = sizeof address;
    if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind");
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    return ntohs(address.sin_port);
}

/// False when the deadline passed first.
bool wait_for(int fd, short events, deadline until) {
    for (;;) {
        pollfd waiting{fd, events, 0};
        auto const ready = ::poll(&waiting, 1, until.left());
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

} // namespace

socket::socket(int fd) : fd_(fd) {
    int const on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

socket::socket(socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

socket& socket::operator=(socket&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

socket::~socket() {
    close();
}

socket socket::connect(std::uint16_t port, deadline until) {
    socket made(tcp_socket());
    auto const address = loopback(port);
    if (::connect(made.fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return made;
    if (errno != EINPROGRESS) fail("connect");
    if (!wait_for(made.fd_, POLLOUT, until)) throw std::runtime_error("connect: timed out");
    socklen_t size = sizeof errno;
    int error = 0;
    ::getsockopt(made.fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        errno = error;
        fail("connect");
    }
    return made;
}

transfer socket::send(std::string_view bytes, deadline until) {
    while (!bytes.empty()) {
        auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (sent < 0 && errno == EAGAIN) {
            if (!wait_for(fd_, POLLOUT, until)) return transfer::timeout;
        } else if (sent == 0 || errno != EINTR) {
            return transfer::reset;
        }
    }
    return transfer::ok;
}

transfer socket::receive(std::string& into, deadline until) {
    char bytes[65536];
    for (;;) {
        auto const got = ::recv(fd_, bytes, sizeof bytes, 0);
        if (got > 0) {
            into.append(bytes, static_cast<std::size_t>(got));
            return transfer::ok;
        }
        if (got == 0) return transfer::end;
        if (errno == EAGAIN) {
            if (!wait_for(fd_, POLLIN, until)) return transfer::timeout;
        } else if (errno != EINTR) {
            return transfer::reset;
        }
    }
}

void socket::finish_sending() {
    if (is_open()) ::shutdown(fd_, SHUT_WR);
}

void socket::shut_down() {
    if (is_open()) ::shutdown(fd_, SHUT_RDWR);
}

void socket::abort() {
    if (!is_open()) return;
    linger const at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void socket::close() {
    if (is_open()) ::close(std::exchange(fd_, -1));
}

void socket::shrink_receive_buffer(int bytes) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

listening_socket::listening_socket(std::string host, std::uint16_t port)
    : host_(std::move(host)), fd_(reusable_socket()), port_(bind_to(fd_, loopback(port, host_))) {
    if (::listen(fd_, 1024) != 0) fail("listen");
}

listening_socket::~listening_socket() {
    close();
}

std::optional<socket> listening_socket::accept() {
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, 100) <= 0) return std::nullopt;
    auto const fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return std::nullopt;
    return socket(fd);
}

void listening_socket::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void listening_socket::listen_again() {
    fd_ = reusable_socket();
    bind_to(fd_, loopback(port_, host_));
    if (::listen(fd_, 1024) != 0) fail("listen");
}

closed_port::closed_port() : fd_(tcp_socket()), port_(bind_to(fd_, loopback(0))) {}

closed_port::~closed_port() {
    ::close(fd_);
}

} // namespace ficus::test
