#include "bench/peer/stream.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::bench {

stream::stream(poller& in, int fd, pollable& owner) : poller_(in), fd_(fd) {
    int const on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    poller_.add(fd_, owner);
}

stream::~stream() {
    poller_.remove(fd_);
    ::close(fd_);
}

void stream::send(std::string_view bytes) {
    left_ = bytes;
    flush();
}

void stream::flush() {
    while (!left_.empty()) {
        auto const n = ::send(fd_, left_.data(), left_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0) {
            // A broken connection shows where it is read.
            if (errno != EAGAIN) left_ = {};
            return;
        }
        left_.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string_view stream::read_some() {
    static auto const buffer = std::make_unique<char[]>(room); // one thread, and nobody keeps a view of it
    auto const n = ::recv(fd_, buffer.get(), room, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return {buffer.get(), 0};
    if (n <= 0) return {};
    return {buffer.get(), static_cast<std::size_t>(n)};
}

void stream::end_by_reset() {
    linger const at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

std::optional<int> try_connect(std::uint16_t port) {
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) give_up("socket");
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Not waited for in the poller: on the loopback the kernel completes it at once.
    if (::connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) return fd;
    ::close(fd);
    return std::nullopt;
}

int connect_to(std::uint16_t port) {
    auto const fd = try_connect(port);
    if (!fd) give_up("connect");
    return *fd;
}

} // namespace ficus::bench
