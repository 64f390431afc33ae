#include "bench/peer/moody_origin.hpp"

#include <iterator>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::bench {

namespace {

int listen_on(std::uint16_t port) {
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int const on = 1; // it comes back where it was
    if (fd < 0 || ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || ::listen(fd, SOMAXCONN) != 0)
        give_up("origin");
    return fd;
}

std::string answer(std::string_view status, std::string_view name) {
    std::string const body = R"({"ok": true}
)";
    return "HTTP/1.1 " + std::string(status) + "\r\nX-Origin: " + std::string(name) +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace

std::optional<moody_origin::mood> moody_origin::mood_of(std::string_view name) {
    if (name == "ok") return mood::ok;
    if (name == "503") return mood::unavailable;
    if (name == "reset") return mood::reset;
    if (name == "hang") return mood::hang;
    return std::nullopt;
}

moody_origin::moody_origin(poller& in, std::string_view name, std::uint16_t port)
    : poller_(in), listening_(listen_on(port)), good_(answer("200 OK", name)),
      bad_(answer("503 Service Unavailable", name)) {
    poller_.add(listening_, *this);
}

void moody_origin::ready() {
    for (;;) {
        int const fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        auto& c = connections_.emplace_back(*this, fd);
        c.place = std::prev(connections_.end());
    }
}

void moody_origin::connection::ready() {
    peer.flush();
    bool resets = false;
    auto const state = peer.receive(true, [&](std::string_view bytes) {
        if (!request.take(bytes)) return false;
        if (request.head().find(" /health ") == std::string_view::npos) ++owner.seen_;
        request.clear();
        resets = owner.mood_ == mood::reset;
        if (owner.mood_ == mood::ok) peer.send(owner.good_);
        if (owner.mood_ == mood::unavailable) peer.send(owner.bad_);
        return resets;
    });
    if (resets) peer.end_by_reset();
    if (resets || state == stream::state::ended) owner.connections_.erase(place);
}

} // namespace ficus::bench
