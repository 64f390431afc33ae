#pragma once

#include "facade/obs/counters.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/shadow/writer.hpp"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace ficus::app {

/// Tells the writer, a few times a second, what the threads have counted since: what was eligible, chosen and
/// skipped.
class shadow_traffic {
public:
    shadow_traffic(obs::counters& counters, shadow::writer& into);
    ~shadow_traffic();
    /// What is counted from now on counts under the windows of these features; before the first call nothing
    /// is handed over. Any thread.
    void follow(pipeline::site const& site);
    /// Hands over what is left and ends the thread.
    void stop();

private:
    void run();
    void hand_over();
    void hand_over_all();
    struct totals {
        std::uint64_t eligible = 0;
        std::uint64_t chosen = 0;
        std::array<std::uint64_t, static_cast<std::size_t>(obs::skip::count_)> skipped{};
        std::array<shadow::traffic_delta::side, 2> sides{};
        bool operator==(totals const&) const = default;
    };
    void hand_over(std::string const& feature, obs::operation_counters const& operation);
    /// By side, of a feature that is or was shadowed: what the report says of the observed share.
    void hand_over_served(std::string const& feature);

    obs::counters& counters_;
    shadow::writer& writer_;
    std::mutex handing_over_;                                         ///< guards the three below
    std::unordered_map<obs::operation_counters const*, totals> told_; ///< they live as long as the registry
    std::map<std::string, std::array<shadow::traffic_delta::side, 2>, std::less<>> served_; ///< by feature
    /// By feature, also of those that a reload dropped.
    std::map<std::string, std::shared_ptr<shadow::window_key const>, std::less<>> windows_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ficus::app
