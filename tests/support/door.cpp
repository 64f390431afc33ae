#include "support/door.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::test {

namespace {

// How long a connection that is opened, or a door that is, may go unnoticed.
constexpr int look_again_ms = 2;

bool is_readable(int fd) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, 0) > 0;
}

/// The descriptor; -1: somebody else has the port.
int listen_at(std::uint16_t port) {
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int const yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(fd, 1024) == 0) return fd;
    ::close(fd);
    return -1;
}

} // namespace

door::door(std::uint16_t to) : to_(to) {
    // Only a port that was asked for by its number stays bound while it does not listen. Somebody else may
    // have taken it in between: then it is another one.
    for (int tries = 0; fd_ < 0; ++tries) {
        port_ = listening_socket().port();
        fd_ = listen_at(port_);
        if (fd_ < 0 && tries > 20) throw std::runtime_error("no port for a door");
    }
    thread_ = std::thread([this] { run(); });
}

door::~door() {
    stopping_ = true;
    thread_.join();
    ::close(fd_);
}

void door::shut() {
    std::lock_guard const lock(mutex_);
    open_ = false;
    // On Linux the port stays bound (see above), and who was waiting to be accepted is reset.
    ::shutdown(fd_, SHUT_RD);
    reset_all();
}

void door::open() {
    std::lock_guard const lock(mutex_);
    if (::listen(fd_, 1024) != 0) throw std::runtime_error("a door cannot be opened again");
    open_ = true;
}

void door::reset_all() {
    for (auto& [client, upstream] : through_) {
        client.abort();
        upstream.close();
    }
    through_.clear();
}

void door::let_in() {
    for (;;) {
        auto const fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) return;
        socket client(fd);
        try {
            through_.emplace_back(std::move(client), socket::connect(to_, deadline::in(soon)));
        } catch (std::runtime_error const&) {
            return; // nobody is behind it: the client is let go
        }
    }
}

bool door::pass(socket& from, socket& to) {
    std::string bytes;
    if (from.receive(bytes, deadline::in(soon)) != transfer::ok) return false;
    return to.send(bytes, deadline::in(soon)) == transfer::ok;
}

void door::run() {
    while (!stopping_) {
        std::vector<pollfd> watched;
        {
            std::lock_guard const lock(mutex_);
            if (open_) watched.push_back({fd_, POLLIN, 0});
            for (auto const& [client, upstream] : through_) {
                watched.push_back({client.fd(), POLLIN, 0});
                watched.push_back({upstream.fd(), POLLIN, 0});
            }
        }
        ::poll(watched.data(), watched.size(), look_again_ms);
        // What was watched may be closed by now, and its number another's: it is looked at anew.
        std::lock_guard const lock(mutex_);
        if (!open_) continue;
        let_in();
        std::erase_if(through_, [](auto& pair) {
            auto& [client, upstream] = pair;
            bool there = true;
            if (is_readable(client.fd())) there = pass(client, upstream);
            if (there && is_readable(upstream.fd())) there = pass(upstream, client);
            return !there;
        });
    }
    std::lock_guard const lock(mutex_);
    reset_all();
}

} // namespace ficus::test
