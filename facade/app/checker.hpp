#pragma once

#include "facade/io/loop.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/upstream/pool.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <thread>
#include <vector>

namespace ficus::app {

/// Asks the endpoints of upstreams that have a `check` whether they are well, on a thread and over
/// connections of its own, and tells the upstream's health.
class checker {
public:
    checker();
    ~checker();
    checker(checker const&) = delete;
    checker& operator=(checker const&) = delete;

    /// From now on those of this site, and no others. An upstream that a reload has kept is asked on as
    /// before. Any thread.
    void follow(pipeline::site const& site);
    /// Ends the thread.
    void stop();

private:
    struct watch;
    void follow(std::vector<std::shared_ptr<upstream::group>> const& groups);
    void begin(std::shared_ptr<upstream::group> const& of, std::size_t endpoint);
    io::task<void> ask_again_and_again(watch& w);
    io::task<std::optional<bool>> ask(watch& w);
    static void end(watch& w);

    struct silent_events final : upstream::pool_events {
        void opened() override {}
        void closed() override {}
        void reused() override {}
    };

    silent_events events_;
    io::loop loop_;
    std::vector<std::unique_ptr<watch>> watches_;
    std::atomic<std::size_t> under_way_{0};
    std::atomic<bool> stopping_{false};
    std::minstd_rand random_{std::random_device{}()};
    std::thread thread_;
};

} // namespace ficus::app
