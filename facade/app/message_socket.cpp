#include "facade/app/message_socket.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace ficus::app {

template<class T>
using result = message_socket::result<T>;
namespace fs = std::filesystem;

namespace {

std::string system_says(std::string_view of) {
    return std::string(of) + ": " + std::strerror(errno);
}

io::descriptor new_socket(int more) {
    return io::descriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | more, 0));
}

result<sockaddr_un> address_of(fs::path const& path) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    auto const& name = path.native();
    if (name.size() >= sizeof at.sun_path)
        return "`" + name + "`: too long for a socket, whose path has " +
               std::to_string(sizeof at.sun_path - 1) + " bytes at most";
    name.copy(at.sun_path, name.size());
    return at;
}

sockaddr const* generic(sockaddr_un const& at) {
    return reinterpret_cast<sockaddr const*>(&at);
}

result<pid_t> own_peer(int fd) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return system_says("SO_PEERCRED");
    if (peer.uid != ::geteuid() && peer.uid != 0)
        return "process " + std::to_string(peer.pid) + " is another user's";
    return peer.pid;
}

} // namespace

result<std::optional<message_socket>> message_socket::connect(fs::path const& path) {
    auto const at = address_of(path);
    if (!at) return at.error();
    auto made = new_socket(0);
    if (!made) return system_says("no socket");
    if (::connect(made.get(), generic(*at), sizeof *at) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return std::nullopt;
        return system_says("`" + path.native() + "`");
    }
    auto own = of_own_user(std::move(made));
    if (!own) return own.error();
    return std::move(*own);
}

result<message_socket> message_socket::of_own_user(io::descriptor accepted) {
    auto const peer = own_peer(accepted.get());
    if (!peer) return peer.error();
    return message_socket(std::move(accepted), *peer);
}

result<void> message_socket::send(std::string_view text, std::span<int const> descriptors) {
    iovec bytes{const_cast<char*>(text.data()), text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_descriptors)> control{};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        auto* const rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
    }
    // A peer that does not read is no reason to wait: all that is ever sent fits into the socket's buffer.
    while (::sendmsg(fd_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        if (errno != EINTR) return system_says("cannot send");
    return {};
}

result<message_socket::message> message_socket::receive(clock::time_point until) {
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
        pollfd readable{fd_.get(), POLLIN, 0};
        auto const n = ::poll(&readable, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        if (n < 0 && errno == EINTR) continue;
        if (n == 0) return std::string("nothing came in time");
        std::array<char, most_text> text;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_descriptors)> control{};
        iovec bytes{text.data(), text.size()};
        msghdr message{};
        message.msg_iov = &bytes;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto const got = ::recvmsg(fd_.get(), &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) return system_says("cannot receive");
        // First of all: what came is this process's, whatever is wrong with it.
        std::vector<io::descriptor> descriptors;
        for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
            if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
            for (std::size_t at = 0; at < part->cmsg_len - CMSG_LEN(0); at += sizeof(int)) {
                int one = -1;
                std::memcpy(&one, CMSG_DATA(part) + at, sizeof one);
                descriptors.emplace_back(one);
            }
        }
        if (got == 0) return std::string("the other side has gone");
        if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
            return std::string("not all of a message came: it is too long, or no descriptors are left");
        return app::message_socket::message{std::move(descriptors),
                                            {text.data(), static_cast<std::size_t>(got)}};
    }
}

result<message_door> message_door::open(fs::path const& path) {
    auto mine = path;
    mine += "." + std::to_string(::getpid());
    auto const at = address_of(mine);
    if (!at) return at.error();
    auto made = new_socket(SOCK_NONBLOCK);
    if (!made) return system_says("no socket");
    auto const fail = [&] {
        auto said = system_says("`" + mine.native() + "`");
        ::unlink(mine.c_str());
        return said;
    };
    ::unlink(mine.c_str()); // of a process that had this number before
    struct stat there {};
    if (::bind(made.get(), generic(*at), sizeof *at) != 0 || ::chmod(mine.c_str(), 0600) != 0 ||
        ::listen(made.get(), 4) != 0 || ::stat(mine.c_str(), &there) != 0 ||
        ::rename(mine.c_str(), path.c_str()) != 0)
        return fail();
    return message_door(std::move(made), path, there.st_ino);
}

message_door::~message_door() {
    struct stat there {};
    if (fd_ && !path_.empty() && ::stat(path_.c_str(), &there) == 0 && there.st_ino == inode_)
        ::unlink(path_.c_str());
}

result<message_socket> message_door::accept() {
    io::descriptor accepted(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!accepted) return system_says("cannot accept");
    return message_socket::of_own_user(std::move(accepted));
}

} // namespace ficus::app
