#include "bench/peer/origin.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::bench {

namespace {

std::string answer(std::string_view type, std::string const& body, std::string_view status = "200 OK") {
    return "HTTP/1.1 " + std::string(status) + "\r\nServer: origin\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

origin::origin(poller& in)
    : poller_(in), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listening_ < 0 || ::bind(listening_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 ||
        ::listen(listening_, SOMAXCONN) != 0)
        give_up("origin");
    answers_["small"] = answer("application/json", R"({"ok": true}
)");
    answers_["16k"] = answer("application/octet-stream", std::string(16 * 1024, 'x'));
    answers_["1m"] = answer("application/octet-stream", std::string(1024 * 1024, 'x'));
    not_found_ = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    poller_.add(listening_, *this);
}

void origin::ready() {
    for (;;) {
        int const fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        auto& c = connections_.emplace_back(*this, fd);
        c.place = std::prev(connections_.end());
    }
}

void origin::connection::ready() {
    peer.flush();
    auto const state = peer.receive(false, [this](std::string_view bytes) {
        if (!request.take(bytes)) return false;
        peer.send(owner.answer_to(*this));
        request.clear();
        return false;
    });
    if (state == stream::state::ended) owner.connections_.erase(place);
}

std::string_view origin::answer_to(connection& asked) const {
    auto const head = asked.request.head();
    auto const path = head.substr(0, head.find(" HTTP/"));
    auto const last = path.substr(path.rfind('/') + 1);
    if (last == "echo" || last == "seen")
        return asked.answer =
                   answer(field_of(head, "content-type").value_or("text/plain"), asked.request.body(),
                          last == "echo" ? "200 OK" : "422 Unprocessable Content");
    auto const found = answers_.find(last);
    return found == answers_.end() ? not_found_ : found->second;
}

} // namespace ficus::bench
