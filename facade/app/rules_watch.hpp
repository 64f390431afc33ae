#pragma once

#include "facade/app/rules_follower.hpp"

#include <atomic>
#include <thread>

namespace ficus::app {

/// Has `rules.db` followed by a thread of its own, which inotify wakes when a file in the folder changes, and
/// the clock in any case, since a commit becomes visible only after the last write that inotify sees.
class rules_watch {
public:
    /// `followed` is the thread's from start() to stop(), but for health() and revision().
    explicit rules_watch(rules_follower& followed);
    ~rules_watch();
    rules_watch(rules_watch const&) = delete;
    rules_watch& operator=(rules_watch const&) = delete;

    void start();
    /// Ends the thread. Twice is once.
    void stop();

private:
    void run();
    bool heard_of_rules();

    rules_follower& followed_;
    int inotify_ = -1;
    int wake_ = -1;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace ficus::app
