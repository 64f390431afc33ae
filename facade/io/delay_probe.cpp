#include "facade/io/delay_probe.hpp"

#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>
#include <system_error>
#include <utility>

namespace ficus::io {

// Edge-triggered: each write is an event of its own, and nobody needs to read what they add up to.
delay_probe::delay_probe(loop& on, result tell)
    : loop_(on), tell_(std::move(tell)), fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!fd_ || !loop_.watch(fd_.get(), EPOLLIN | EPOLLET, *this))
        throw std::system_error(errno, std::generic_category(), "eventfd");
}

delay_probe::~delay_probe() {
    loop_.forget(*this);
}

void delay_probe::send(clock::time_point now) {
    if (under_way_) {
        if (now - sent_ > last_) tell_(now - sent_, now);
        return;
    }
    std::uint64_t const one = 1;
    // Of a counter of 64 bits nobody sees the end.
    under_way_ = ::write(fd_.get(), &one, sizeof one) == sizeof one;
    sent_ = now;
}

void delay_probe::on_events(std::uint32_t) {
    if (!std::exchange(under_way_, false)) return;
    auto const now = clock::now();
    last_ = now - sent_;
    tell_(last_, now);
}

} // namespace ficus::io
