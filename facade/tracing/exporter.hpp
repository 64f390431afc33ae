#pragma once

#include "facade/io/loop.hpp"
#include "facade/io/task.hpp"
#include "facade/tracing/span.hpp"
#include "facade/tracing/tracing_options.hpp"
#include "facade/upstream/call.hpp"
#include "facade/upstream/pool.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ficus::tracing {

/// Takes spans and posts them to a collector, a batch in one request (OTLP/HTTP), on a thread of its own.
/// Nothing that it does reaches those who call: what does not fit, or cannot be posted, is dropped and
/// counted.
class exporter {
public:
    static constexpr std::size_t most_waiting = 4096;
    static constexpr std::size_t most_at_once = 512;
    struct counts {
        std::uint64_t exported = 0;
        std::uint64_t dropped = 0;
    };
    /// Called on the exporter's thread when posting begins to fail, with why, and when it works again
    /// (nullptr).
    using trouble = std::function<void(std::string const*)>;

    exporter(tracing_options options, trouble on_trouble);
    ~exporter();
    exporter(exporter const&) = delete;
    exporter& operator=(exporter const&) = delete;

    double sample() const { return options_.sample; }
    /// From any thread; never waits.
    void offer(std::vector<span> spans);
    counts counted() const { return {exported_.load(), dropped_.load()}; }
    /// Posts what is there, for as long at most, and ends the thread. Twice is once.
    void stop(std::chrono::milliseconds most);

private:
    struct silent_events final : upstream::pool_events {
        void opened() override {}
        void closed() override {}
        void reused() override {}
    };
    void look(io::clock::time_point now);
    io::task<void> work(std::vector<span> batch);
    /// Why it could not be posted; nothing where it was.
    io::task<std::optional<std::string>> post(std::vector<span> const& batch);
    std::optional<std::string> what_failed(upstream::call_result const& of);
    void posted(std::size_t spans, std::optional<std::string> const& failed);
    bool is_idle();

    tracing_options const options_;
    trouble const on_trouble_;
    std::atomic<std::uint64_t> exported_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<span> waiting_; ///< guarded by it; so is posting_
    bool posting_ = false;
    // The exporter's thread alone has these.
    bool failing_ = false;
    bool look_anew_ = false; ///< for the collector, by its name
    io::clock::time_point last_{};
    silent_events events_;
    io::loop loop_;
    std::shared_ptr<upstream::pool> pool_;
    upstream::call_control control_;
    std::optional<io::side_task> post_;
    std::thread thread_;
};

} // namespace ficus::tracing
