#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace ficus::bench {

/// Whoever has a descriptor in the poller.
struct pollable {
    virtual ~pollable() = default;
    /// Something has happened on the descriptor since the last call (edge-triggered).
    virtual void ready() = 0;
};

/// One epoll. Descriptors are watched for reading and writing at once and told of once per change, so that an
/// exchange costs no further epoll_ctl.
class poller {
public:
    poller();
    ~poller();
    poller(poller const&) = delete;
    poller& operator=(poller const&) = delete;

    void add(int fd, pollable& who);
    /// Before `fd` is closed: nothing is delivered to its owner any more.
    void remove(int fd);
    /// Waits as long as that (nullopt: for ever, 0: not at all), if need be, and calls whoever is ready.
    void poll(std::optional<std::chrono::nanoseconds> timeout);

private:
    int epoll_;
    std::uint64_t next_ = 1;
    // By number and not by address: an owner may go while events for it are at hand.
    std::unordered_map<std::uint64_t, pollable*> by_number_;
    std::unordered_map<int, std::uint64_t> number_of_;
};

/// The port of a listening socket.
std::uint16_t port_of(int fd);
/// Prints the message with errno's text and ends the program: there is nothing to measure any more.
[[noreturn]] void give_up(char const* what);

} // namespace ficus::bench
