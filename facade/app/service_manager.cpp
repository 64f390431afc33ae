#include "facade/app/service_manager.hpp"

#include "rules/clocks.hpp"

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace ficus::app {

namespace {

std::optional<std::uint64_t> number_in(std::string const& text) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

} // namespace

service_manager::service_manager(config::environment const& environment, obs::log& log) : log_(log) {
    if (auto const name = environment("NOTIFY_SOCKET"); name && !name->empty()) find_socket(*name);
    auto const interval = environment("WATCHDOG_USEC");
    if (!socket_ || !interval) return;
    // sd_watchdog_enabled(3): a child inherits the variables, but is not meant.
    if (auto const meant = environment("WATCHDOG_PID");
        meant && number_in(*meant) != std::uint64_t(::getpid()))
        return;
    auto const microseconds = number_in(*interval);
    if (!microseconds || *microseconds == 0)
        complain("WATCHDOG_USEC is no number of microseconds: " + *interval);
    else
        watchdog_ = std::chrono::microseconds(*microseconds);
}

void service_manager::find_socket(std::string const& name) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    if (name.front() != '/' && name.front() != '@')
        return complain("NOTIFY_SOCKET is neither a path nor an abstract name: " + name);
    if (name.size() >= sizeof to.sun_path) return complain("NOTIFY_SOCKET is too long: " + name);
    name.copy(to.sun_path, name.size());
    if (name.front() == '@') to.sun_path[0] = '\0'; // unix(7)
    auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    io::descriptor made(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made || ::connect(made.get(), reinterpret_cast<sockaddr const*>(&to), size) != 0)
        return complain("NOTIFY_SOCKET " + name + ": " + std::strerror(errno));
    socket_ = std::move(made);
}

void service_manager::ready() {
    tell("READY=1");
}

void service_manager::reloading() {
    // By this time the manager tells this reload's READY from an earlier one's.
    auto const now = rules::clocks::system().monotonic_ns() / 1000;
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now));
}

void service_manager::stopping() {
    tell("STOPPING=1");
}

void service_manager::followed_by(pid_t main_pid) {
    tell("MAINPID=" + std::to_string(main_pid));
}

void service_manager::alive() {
    tell("WATCHDOG=1");
}

void service_manager::tell(std::string_view states) {
    if (!socket_) return;
    while (::send(socket_.get(), states.data(), states.size(), MSG_NOSIGNAL) < 0)
        if (errno != EINTR) return complain(std::string(states) + ": " + std::strerror(errno));
}

void service_manager::complain(std::string_view detail) {
    if (complained_.exchange(true)) return;
    log_.event(obs::level::warn, "service_manager_unreachable",
               [&](obs::json_line& line) { line.add("detail", detail); });
}

} // namespace ficus::app
