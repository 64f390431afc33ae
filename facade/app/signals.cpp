#include "facade/app/signals.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <system_error>

namespace ficus::app {

namespace {

using clock = std::chrono::steady_clock;

sigset_t handled() {
    sigset_t set;
    ::sigemptyset(&set);
    for (int s : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&set, s);
    return set;
}

/// For poll(2), where the wait may be longer than it takes.
int milliseconds_until(std::optional<clock::time_point> until) {
    if (!until) return -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(*until - clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

} // namespace

void signals::block() {
    auto const set = handled();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

signals::signals() {
    auto const set = handled();
    fd_ = io::descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!fd_) throw std::system_error(errno, std::generic_category(), "signalfd");
}

int signals::next(std::optional<std::chrono::milliseconds> most, int other) {
    std::optional<clock::time_point> until;
    if (most) until = clock::now() + *most;
    for (;;) {
        signalfd_siginfo one{};
        if (::read(fd_.get(), &one, sizeof one) == sizeof one) return static_cast<int>(one.ssi_signo);
        if (until && clock::now() >= *until) return 0;
        std::array<pollfd, 2> readable = {{{fd_.get(), POLLIN, 0}, {other, POLLIN, 0}}};
        ::poll(readable.data(), readable.size(), milliseconds_until(until));
        if (readable[0].revents == 0 && readable[1].revents != 0) return other_is_readable;
    }
}

int signals::next_stop(std::chrono::milliseconds most) {
    auto const until = clock::now() + most;
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
        auto const signal = next(std::max(left, std::chrono::milliseconds(0)));
        if (signal != SIGHUP) return signal;
    }
}

} // namespace ficus::app
