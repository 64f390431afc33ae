#pragma once

#include "facade/obs/counters.hpp"
#include "facade/shadow/writer.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

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
    struct totals {
        std::uint64_t events = 0; ///< of all that is counted: while it stays the same, nothing has changed
        shadow::traffic_delta sums;
    };
    void hand_over(std::string const& name, obs::feature_counters const& counters);

    obs::counters const& counters_;
    shadow::writer& writer_;
    std::unordered_map<obs::feature_counters const*, totals> told_; ///< they live as long as the registry
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ficus::app
