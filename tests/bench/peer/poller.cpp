#include "bench/peer/poller.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace ficus::bench {

void give_up(char const* what) {
    std::perror(what);
    std::exit(1);
}

std::uint16_t port_of(int fd) {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size) != 0) give_up("getsockname");
    return ntohs(at.sin_port);
}

poller::poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) give_up("epoll_create1");
}

poller::~poller() {
    ::close(epoll_);
}

void poller::add(int fd, pollable& who) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = next_++;
    by_number_[event.data.u64] = &who;
    number_of_[fd] = event.data.u64;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) give_up("epoll_ctl");
}

void poller::remove(int fd) {
    auto const found = number_of_.find(fd);
    if (found == number_of_.end()) return;
    by_number_.erase(found->second);
    number_of_.erase(found);
}

void poller::poll(std::optional<std::chrono::nanoseconds> timeout) {
    std::array<epoll_event, 256> events;
    constexpr auto second = std::chrono::nanoseconds(std::chrono::seconds(1)).count();
    timespec const most =
        timeout ? timespec{timeout->count() / second, timeout->count() % second} : timespec{};
    auto const n = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()),
                                  timeout ? &most : nullptr, nullptr);
    if (n < 0 && errno != EINTR) give_up("epoll_pwait2");
    for (int i = 0; i < n; ++i)
        if (auto const found = by_number_.find(events[static_cast<std::size_t>(i)].data.u64);
            found != by_number_.end())
            found->second->ready();
}

} // namespace ficus::bench
