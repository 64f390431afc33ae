#pragma once

#include "facade/obs/log.hpp"
#include "rules/store.hpp"

#include <boost/system/result.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace ficus::app {

/// How the store is, for /readyz.
struct store_health {
    bool degraded = false;
    std::string reason;
    std::chrono::system_clock::time_point since{};
};

/// Follows `rules.db` from one look to the next: which rules are in force, and whether the store is sound.
/// Whatever happens to it, the last rules that were read stay in force, and it is sound again only once the
/// newest ones are. Has no thread and never waits for time to pass; one thread looks, any thread may ask.
class rules_follower {
public:
    using clock = std::chrono::steady_clock;
    /// Puts rules in force: returns once every worker serves by them, or why that cannot be.
    using publish = std::function<boost::system::result<void, std::string>(rules::rule_set)>;

    /// `opened` has been read already, `first` is what it said.
    rules_follower(rules::store opened, rules::rule_set first, publish to, obs::log& log);

    /// Tells the CLIs that this facade runs.
    void announce(rules::facade_entry self);
    /// Takes the facade off their list.
    void withdraw();

    /// Puts what was committed since the last look in force. Cheap where nothing was.
    void look(clock::time_point now);
    /// Whether the file is there and can be read: reads all of it. Opens it anew where another one is there.
    void check(clock::time_point now);

    std::filesystem::path const& path() const { return path_; }
    store_health health() const;
    std::uint64_t revision() const { return revision_.load(); }

private:
    /// Rules that could not be put in force: those of which revision, and when to try them again.
    struct set_back {
        std::uint64_t revision = 0;
        clock::duration pause{};
        clock::time_point again_at;
    };

    void reread(std::uint64_t newest, clock::time_point now);
    /// False: they stay out of force, and the store is degraded.
    bool serve(rules::rule_set fresh);
    void put_off(std::uint64_t newest, clock::time_point now);
    void reopen(clock::time_point now);
    void announce();
    void record_live();
    void degrade(std::string reason);
    void recover();
    void cannot_write(rules::error const& why);

    std::filesystem::path const path_;
    rules::store store_;
    rules::rule_set served_;
    publish publish_;
    obs::log& log_;
    rules::facade_entry self_;
    std::int64_t data_version_ = -1;
    bool looked_ = true; ///< the last look found out what there is
    std::optional<set_back> set_back_;
    std::atomic<std::uint64_t> revision_{0};
    mutable std::mutex health_mutex_;
    store_health health_;
};

} // namespace ficus::app
