#pragma once

#include "facade/obs/log.hpp"
#include "rules/store.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace ficus::app {

/// How the store is, for /readyz.
struct store_health {
    bool degraded = false;
    std::string reason;
    std::chrono::system_clock::time_point since{};
};

/// Watches `rules.db` from a thread of its own and hands on what changes: woken by inotify when a file in the
/// folder changes, and by the clock in any case, since a commit becomes visible only after the last write
/// that inotify sees. Whatever happens to the store, the last rules that were read stay in force.
class rules_watch {
public:
    /// Called on the watch's thread; returns once every worker serves by these rules.
    using publish = std::function<void(rules::rule_set)>;

    /// `opened` has been read already, `first` is what it said.
    rules_watch(rules::store opened, rules::rule_set first, publish to, obs::log& log);
    ~rules_watch();
    rules_watch(rules_watch const&) = delete;
    rules_watch& operator=(rules_watch const&) = delete;

    /// Tells the CLIs that this facade runs, and watches.
    void start(rules::facade_entry self);
    /// Takes the facade off the list and ends the thread.
    void stop();
    store_health health() const;
    std::uint64_t revision() const { return revision_.load(); }

private:
    void run();
    bool heard_of_rules();
    void look();
    void reread();
    void check_store();
    void reopen();
    void announce();
    void degrade(std::string reason);
    void recover();

    std::filesystem::path const path_;
    std::optional<rules::store> store_;
    rules::rule_set served_;
    std::int64_t data_version_ = -1;
    publish publish_;
    obs::log& log_;
    rules::facade_entry self_;
    std::atomic<std::uint64_t> revision_{0};
    mutable std::mutex health_mutex_;
    store_health health_;
    int inotify_ = -1;
    int wake_ = -1;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace ficus::app
