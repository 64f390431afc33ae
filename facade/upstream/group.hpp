#pragma once

#include "facade/resilience/shared_gradient.hpp"
#include "facade/upstream/endpoint.hpp"
#include "facade/upstream/health.hpp"
#include "facade/upstream/upstream_options.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ficus::upstream {

/// What all threads share of one upstream: its options, where its endpoints are now, and how many connections
/// it has. Made when the configuration is read; kept over reloads that do not change it, so that limits hold
/// over them.
class group {
public:
    /// `of`: null where no endpoint is ever left out.
    group(upstream_options options, std::vector<endpoint> endpoints,
          std::shared_ptr<upstream::health> of = nullptr);

    upstream_options const& options() const { return options_; }
    std::vector<endpoint> const& endpoints() const { return endpoints_; }
    /// From now on that endpoint is there: new connections go there, and kept ones to where it is no more are
    /// not used again. What was known of its health is forgotten where none of its addresses is left: it is
    /// another server. Gives where it was, where that was elsewhere, else null.
    std::shared_ptr<found_addresses const> move(std::size_t endpoint, found_addresses to,
                                                resilience::time_point now);
    /// Null: no endpoint is ever left out.
    std::shared_ptr<upstream::health> const& health() const { return health_; }

    /// Null: the limit does not move.
    std::shared_ptr<resilience::shared_gradient> const& adaptive() const { return adaptive_; }
    /// How many connections it may have now: max_connections, or what the adaptive limit says.
    std::size_t limit() const { return adaptive_ != nullptr ? adaptive_->limit() : options_.max_connections; }
    /// Whether it has more, since the limit has fallen.
    bool is_over_limit() const { return adaptive_ != nullptr && open_.load() > adaptive_->limit(); }

    /// Counts one connection more, where the limit allows it; a `permit` counts it off with close_one().
    bool open_one();
    void close_one() { --open_; }
    /// A place in the queue for a connection; a `waiter` gives it back with stop_waiting().
    bool start_waiting();
    void stop_waiting() { --waiting_; }
    std::size_t open() const { return open_.load(); }
    std::size_t waiting() const { return waiting_.load(); }

    /// What one thread's pool tells the others: it gave a permit back while they wait for one, or its request
    /// waits for one that they may do without.
    enum class news : std::uint8_t { freed, wanted };
    using listener = std::function<void(news)>;
    /// Called on the thread that has the news.
    void add_listener(void const* who, listener l);
    void remove_listener(void const* who);
    void tell_others(void const* who, news what);

private:
    upstream_options const options_;
    std::vector<endpoint> const endpoints_;
    std::shared_ptr<upstream::health> const health_;
    std::shared_ptr<resilience::shared_gradient> const adaptive_;
    // Sequentially consistent: who begins to wait and then looks for a permit, and who gives one back and
    // then looks for those who wait, must not miss each other.
    std::atomic<std::size_t> open_{0};
    std::atomic<std::size_t> waiting_{0};
    std::mutex mutex_;
    std::vector<std::pair<void const*, listener>> listeners_;
};

} // namespace ficus::upstream
