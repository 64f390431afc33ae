#pragma once

#include "support/socket.hpp"

#include <catch2/catch.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::test {

/// Where a connection is neither accepted nor refused: a queue of one, taken, so that the kernel drops who
/// comes after.
struct black_hole {
    black_hole() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* const address = reinterpret_cast<sockaddr*>(&at);
        REQUIRE(::bind(fd, address, size) == 0);
        REQUIRE(::listen(fd, 0) == 0);
        REQUIRE(::getsockname(fd, address, &size) == 0);
        port = ntohs(at.sin_port);
        taken = socket::connect(port, deadline::in(soon));
    }
    ~black_hole() { ::close(fd); }
    black_hole(black_hole const&) = delete;
    black_hole& operator=(black_hole const&) = delete;
    int fd;
    std::uint16_t port = 0;
    socket taken;
};

} // namespace ficus::test
