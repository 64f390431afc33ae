#include "facade/app/hand_over.hpp"

#include <algorithm>

namespace ficus::app {

template<class T>
using result = boost::system::result<T, std::string>;

namespace {

using clock = message_socket::clock;

constexpr std::string_view asks = "take-over 1";
constexpr std::string_view follow = "sockets ";
constexpr std::string_view all = "all";
constexpr std::string_view serving = "serving";

std::string unexpected(std::string_view text) {
    return "`" + std::string(text.substr(0, 80)) +
           "` is no word of a hand-over that this ficus knows; restart the one that runs instead";
}

result<void> expect(message_socket& from, std::string_view word, clock::time_point until) {
    auto const got = from.receive(until);
    if (!got) return got.error();
    if (got->text != word) return unexpected(got->text);
    return {};
}

} // namespace

std::filesystem::path hand_over_path(std::filesystem::path const& data_dir) {
    return data_dir / "handover.sock";
}

std::string text_of(std::span<offered_socket const> sockets) {
    std::string text(follow);
    for (auto const& s : sockets)
        text += s.admin ? (s.kept_elsewhere ? 'A' : 'a') : (s.kept_elsewhere ? 'C' : 'c');
    return text;
}

result<std::vector<offered_socket>> read_sockets(std::string_view text) {
    if (!text.starts_with(follow)) return unexpected(text);
    std::vector<offered_socket> sockets;
    for (char const kind : text.substr(follow.size())) {
        if (std::string_view("cCaA").find(kind) == std::string_view::npos) return unexpected(text);
        sockets.push_back({-1, kind == 'a' || kind == 'A', kind == 'C' || kind == 'A'});
    }
    if (sockets.empty()) return unexpected(text);
    return sockets;
}

result<pid_t> hand_over(message_door& door, std::span<offered_socket const> sockets,
                        std::chrono::milliseconds patience) {
    auto successor = door.accept();
    if (!successor) return successor.error();
    auto const until = clock::now() + patience;
    if (auto asked = expect(*successor, asks, until); !asked) return asked.error();
    while (!sockets.empty()) {
        auto const some = sockets.first(std::min(sockets.size(), message_socket::most_descriptors));
        std::vector<int> descriptors;
        for (auto const& s : some) descriptors.push_back(s.fd);
        if (auto sent = successor->send(text_of(some), descriptors); !sent) return sent.error();
        sockets = sockets.subspan(some.size());
    }
    if (auto sent = successor->send(all); !sent) return sent.error();
    if (auto serves = expect(*successor, serving, until); !serves) return serves.error();
    return successor->peer();
}

result<std::optional<predecessor>> predecessor::find(std::filesystem::path const& path) {
    auto line = message_socket::connect(path);
    if (!line) return line.error();
    if (!*line) return std::nullopt;
    return predecessor(std::move(**line));
}

result<std::vector<passed_socket>> predecessor::take(std::chrono::milliseconds patience) {
    auto const until = clock::now() + patience;
    if (auto sent = line_.send(asks); !sent) return sent.error();
    std::vector<passed_socket> taken;
    for (;;) {
        auto message = line_.receive(until);
        if (!message) return message.error();
        if (message->text == all) return taken;
        auto const kinds = read_sockets(message->text);
        if (!kinds) return kinds.error();
        if (kinds->size() != message->descriptors.size()) return unexpected(message->text);
        for (std::size_t i = 0; i < kinds->size(); ++i) {
            auto socket =
                net::bound_socket::adopt(std::move(message->descriptors[i]), (*kinds)[i].kept_elsewhere);
            if (!socket) return socket.error().address + ": " + socket.error().message;
            taken.push_back({std::move(*socket), (*kinds)[i].admin});
        }
    }
}

result<void> predecessor::say_serving() {
    return line_.send(serving);
}

} // namespace ficus::app
