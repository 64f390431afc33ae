#pragma once

#include "facade/upstream/upstream_options.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace ficus::upstream {

/// What all threads share of one upstream: its options, where its endpoints are, and how many connections it
/// has. Made when the configuration is read; kept over reloads that do not change it, so that limits hold
/// over them.
class group {
public:
    struct endpoint {
        std::string authority; ///< as configured: for the log, and for Host where the client sent none
        std::vector<boost::asio::ip::tcp::endpoint> addresses; ///< empty: the name could not be resolved
        std::string resolve_error;
    };

    /// Resolves the endpoints' names, which may wait for DNS: not on a thread that serves requests.
    explicit group(upstream_options options);

    upstream_options const& options() const { return options_; }
    std::vector<endpoint> const& endpoints() const { return endpoints_; }

    /// A permit to open one connection more; give each back with close_one().
    bool open_one();
    void close_one() { open_.fetch_sub(1, std::memory_order_acq_rel); }
    /// A place in the queue for a connection; give each back with stop_waiting().
    bool start_waiting();
    void stop_waiting() { waiting_.fetch_sub(1, std::memory_order_acq_rel); }
    std::size_t open() const { return open_.load(std::memory_order_acquire); }
    std::size_t waiting() const { return waiting_.load(std::memory_order_acquire); }

    /// How a thread is told that a connection was closed while another thread's requests wait for one. Any
    /// thread.
    using nudge = std::function<void()>;
    void add_listener(void const* who, nudge n);
    void remove_listener(void const* who);
    /// Nudges everyone but `who`.
    void nudge_others(void const* who);

private:
    upstream_options const options_;
    std::vector<endpoint> endpoints_;
    std::atomic<std::size_t> open_{0};
    std::atomic<std::size_t> waiting_{0};
    std::mutex mutex_;
    std::vector<std::pair<void const*, nudge>> listeners_;
};

} // namespace ficus::upstream
