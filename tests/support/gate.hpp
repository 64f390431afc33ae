#pragma once

#include "support/deadline.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace ficus::test {

/// Closed until a test opens it; whoever waits goes on then. How a test says "now" to a scripted upstream.
class gate {
public:
    void open() {
        std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    bool wait(milliseconds most = soon) {
        std::unique_lock lock(mutex_);
        return changed_.wait_until(lock, deadline::in(most).at(), [&] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// What a test hands over to a scripted upstream, or gets from it, one thing at a time.
template<class T>
class mailbox {
public:
    void put(T thing) {
        std::lock_guard lock(mutex_);
        things_.push_back(std::move(thing));
        changed_.notify_all();
    }
    std::optional<T> take(milliseconds most = soon) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_until(lock, deadline::in(most).at(), [&] { return !things_.empty(); }))
            return std::nullopt;
        auto thing = std::move(things_.front());
        things_.pop_front();
        return thing;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<T> things_;
};

} // namespace ficus::test
