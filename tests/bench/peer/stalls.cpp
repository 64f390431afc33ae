#include "bench/peer/stalls.hpp"

#include "bench/peer/poller.hpp"

#include <algorithm>
#include <cerrno>
#include <pthread.h>
#include <sched.h>

namespace ficus::bench {

namespace {

constexpr std::chrono::microseconds every{500};
// The kernel itself keeps a core for tens of microseconds.
constexpr std::chrono::microseconds late{200};
constexpr std::chrono::milliseconds caught_up{20};

} // namespace

stalls::stalls() : thread_([this] { look(); }) {
    sched_param const before_all{::sched_get_priority_max(SCHED_FIFO)};
    if (errno = ::pthread_setschedparam(thread_.native_handle(), SCHED_FIFO, &before_all); errno != 0)
        give_up("pthread_setschedparam");
}

stalls::~stalls() {
    {
        std::lock_guard lock(mutex_);
        over_ = true;
    }
    thread_.join();
}

void stalls::look() {
    for (auto due = clock::now() + every;; due += every) {
        std::this_thread::sleep_until(due);
        auto const now = clock::now();
        std::lock_guard lock(mutex_);
        if (over_) return;
        if (now - due < late) continue;
        all_.push_back({due, now});
        due = now;
    }
}

bool stalls::touched(clock::time_point due, clock::time_point ended) const {
    std::lock_guard lock(mutex_);
    return std::any_of(all_.begin(), all_.end(),
                       [&](one const& o) { return o.from < ended && due < o.to + caught_up; });
}

} // namespace ficus::bench
