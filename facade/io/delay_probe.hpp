#pragma once

#include "facade/io/descriptor.hpp"
#include "facade/io/loop.hpp"

#include <functional>

namespace ficus::io {

/// Finds out how long what is ready waits for its turn on a loop: an eventfd(2) that takes its place in
/// epoll's queue behind what is ready already. On the loop's thread.
class delay_probe final : watched {
public:
    using result = std::function<void(clock::duration waited, clock::time_point now)>;
    /// Throws std::system_error where there is no descriptor for it.
    delay_probe(loop& on, result tell);
    ~delay_probe();

    /// Takes a place; `tell` is called when its turn comes. Where one is taken, and has waited for longer
    /// than the last one did, that is told: what comes now will not wait for less.
    void send(clock::time_point now);

private:
    void on_events(std::uint32_t events) override;

    loop& loop_;
    result tell_;
    descriptor fd_;
    clock::time_point sent_{};
    clock::duration last_{}; ///< that one waited
    bool under_way_ = false;
};

} // namespace ficus::io
