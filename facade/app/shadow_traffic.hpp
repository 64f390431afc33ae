#pragma once

#include "facade/obs/counters.hpp"
#include "facade/shadow/writer.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace ficus::app {

/// Tells the writer, a few times a second, what the threads have counted since: what was eligible, chosen and
/// skipped.
class shadow_traffic {
public:
    shadow_traffic(obs::counters const& counters, shadow::writer& into);
    ~shadow_traffic();
    /// Hands over what is left and ends the thread.
    void stop();

private:
    void run();
    void hand_over();
    obs::counters const& counters_;
    shadow::writer& writer_;
    std::map<std::string, shadow::traffic_delta> told_; ///< totals so far
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ficus::app
