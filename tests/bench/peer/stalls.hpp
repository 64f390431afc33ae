#pragma once

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace ficus::bench {

/// Notices when the core that it runs on stands still for everybody, as a virtual machine's does while its
/// host runs something else: a thread that goes before all others there wants to look at the clock again and
/// again, and is late (Gil Tene's jHiccup). Where what is measured has a place before others (SCHED_FIFO).
class stalls {
public:
    using clock = std::chrono::steady_clock;

    stalls();
    ~stalls();
    stalls(stalls const&) = delete;
    stalls& operator=(stalls const&) = delete;

    /// Whether what was due then, and had come to its end then, had to do with one: also with what had been
    /// left undone, which takes a while to be caught up with.
    bool touched(clock::time_point due, clock::time_point ended) const;

private:
    struct one {
        clock::time_point from, to;
    };
    void look();

    mutable std::mutex mutex_;
    std::vector<one> all_;
    bool over_ = false;
    std::thread thread_;
};

} // namespace ficus::bench
