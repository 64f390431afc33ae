#include "facade/app/watchdog.hpp"

#include "facade/obs/thread_name.hpp"

#include <algorithm>

namespace ficus::app {

namespace {

constexpr std::chrono::microseconds least_pause{1000};

} // namespace

watchdog::watchdog(std::chrono::microseconds interval, progress of_workers, std::function<void()> say_alive)
    : pause_(std::max(interval / 2, least_pause)), of_workers_(std::move(of_workers)),
      say_alive_(std::move(say_alive)), thread_([this] { run(); }) {}

watchdog::~watchdog() {
    stop();
}

void watchdog::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void watchdog::run() {
    obs::name_this_thread("ficus-watchdog");
    auto said_at = of_workers_();
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, pause_, [this] { return stopping_; })) {
        auto now = of_workers_();
        bool const all_got_on =
            std::equal(now.begin(), now.end(), said_at.begin(), said_at.end(), std::not_equal_to<>());
        if (!all_got_on) continue;
        said_at = std::move(now);
        say_alive_();
    }
}

} // namespace ficus::app
