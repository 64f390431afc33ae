#include "support/notify_socket.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace ficus::test {

notify_socket::notify_socket(std::string name) : name_(std::move(name)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    if (name_.size() >= sizeof at.sun_path) throw std::runtime_error("too long for a socket: " + name_);
    name_.copy(at.sun_path, name_.size());
    if (name_.front() == '@') at.sun_path[0] = '\0';
    auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd_ < 0 || ::bind(fd_, reinterpret_cast<sockaddr const*>(&at), size) != 0)
        throw std::runtime_error(name_ + ": " + std::strerror(errno));
}

notify_socket::~notify_socket() {
    ::close(fd_);
    if (name_.front() == '/') ::unlink(name_.c_str());
}

std::optional<std::string> notify_socket::next(milliseconds most) {
    pollfd readable{fd_, POLLIN, 0};
    if (::poll(&readable, 1, deadline::in(most).left()) <= 0) return std::nullopt;
    std::array<char, 4096> bytes;
    auto const n = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (n < 0) return std::nullopt;
    return std::string(bytes.data(), static_cast<std::size_t>(n));
}

} // namespace ficus::test
