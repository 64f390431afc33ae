#include "facade/net/bound_socket.hpp"
#include "support/socket.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using net::bound_socket;

namespace {

io::descriptor copy_of(int fd) {
    return io::descriptor(::dup(fd));
}

std::string why_not(io::descriptor fd) {
    auto const got = bound_socket::adopt(std::move(fd), false);
    REQUIRE_FALSE(got.has_value());
    return got.error().message;
}

} // namespace

TEST_CASE("a socket that was passed on is as one's own would be") {
    listening_socket of_another;
    auto const got = bound_socket::adopt(copy_of(of_another.fd()), true);
    REQUIRE(got.has_value());
    CHECK(net::text_of(got->where()) == "127.0.0.1:" + std::to_string(of_another.port()));
    CHECK(got->kept_elsewhere());
    // Who accepts last of several must not wait.
    CHECK((::fcntl(got->fd(), F_GETFL) & O_NONBLOCK) != 0);
    CHECK(::fcntl(got->fd(), F_GETFD) == FD_CLOEXEC);
    int no_delay = 0;
    socklen_t size = sizeof no_delay;
    REQUIRE(::getsockopt(got->fd(), IPPROTO_TCP, TCP_NODELAY, &no_delay, &size) == 0);
    CHECK(no_delay == 1);

    auto const again = got->again();
    REQUIRE(again.has_value());
    CHECK(again->fd() != got->fd());
    CHECK(again->where() == got->where());
    CHECK(again->kept_elsewhere());
}

TEST_CASE("what is no listening TCP socket is refused, each for what it is") {
    CHECK(why_not(io::descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC))) == "no TCP socket");
    CHECK(why_not(io::descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))) == "no TCP socket");
    CHECK(why_not(io::descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))) == "no TCP socket");
    CHECK(why_not(io::descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))) == "does not listen");
    CHECK(why_not(io::descriptor()) == "no TCP socket");
}
