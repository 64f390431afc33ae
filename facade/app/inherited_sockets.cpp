#include "facade/app/inherited_sockets.hpp"

#include <charconv>

namespace ficus::app {

namespace {

constexpr int first_descriptor = 3; // SD_LISTEN_FDS_START
constexpr int most_descriptors = 1024;

std::optional<int> number_in(std::string const& text) {
    int number = 0;
    auto const* const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end || number < 0) return std::nullopt;
    return number;
}

/// Takes the first of the names off, which colons separate.
std::string next_name(std::string& names) {
    auto const colon = std::min(names.find(':'), names.size());
    auto name = names.substr(0, colon);
    names.erase(0, colon + 1);
    return name;
}

} // namespace

boost::system::result<std::vector<passed_socket>, std::string>
inherited_sockets(config::environment const& environment, pid_t self) {
    std::vector<passed_socket> sockets;
    auto const meant = environment("LISTEN_PID");
    auto const fds = environment("LISTEN_FDS");
    if (!meant || !fds || number_in(*meant) != self) return sockets;
    auto const count = number_in(*fds);
    if (!count || *count > most_descriptors) return "LISTEN_FDS is no number of sockets: `" + *fds + "`";
    auto names = environment("LISTEN_FDNAMES").value_or("");
    for (int i = 0; i < *count; ++i) {
        auto const name = next_name(names);
        auto socket = net::bound_socket::adopt(io::descriptor(first_descriptor + i), true);
        if (!socket)
            return "of the sockets that the service manager passed on, number " + std::to_string(i + 1) +
                   (name.empty() ? "" : " (`" + name + "`)") + ", " + socket.error().address + ": " +
                   socket.error().message +
                   "; a socket unit for ficus has ListenStream= with addresses of TCP, and Accept=no";
        sockets.push_back({std::move(*socket), name == "admin"});
    }
    return sockets;
}

} // namespace ficus::app
