#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ficus::app {

/// Says that the facade is alive, twice within each interval, as long as every worker has got on since it was
/// said last: one that hangs lets the service manager start the facade anew. On a thread of its own, since
/// whatever else could say it may have to wait for a disk or a name.
class watchdog {
public:
    /// How far each worker has got, in whatever it counts.
    using progress = std::function<std::vector<std::uint64_t>()>;
    watchdog(std::chrono::microseconds interval, progress of_workers, std::function<void()> say_alive);
    ~watchdog();
    watchdog(watchdog const&) = delete;
    watchdog& operator=(watchdog const&) = delete;

    /// Ends the thread; from then on nothing is said. Twice is once.
    void stop();

private:
    void run();

    std::chrono::microseconds const pause_;
    progress const of_workers_;
    std::function<void()> const say_alive_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ficus::app
