#pragma once

#include "support/raw_client.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ficus::test {

/// One request of a load: when it began, when its answer was whole, and which upstream said so.
struct sample {
    steady::time_point started;
    steady::time_point ended;
    int status = 0; ///< 0: no answer
    bool whole = false;
    bool refused = false; ///< nobody took the connection
    std::string upstream; ///< the answer's X-Upstream
};

struct load_options {
    std::uint16_t port = 0;
    std::size_t clients = 16;
    /// The `n`th request of client `client`, as bytes.
    std::function<std::string(std::size_t client, std::uint64_t n)> request;
    /// What a client does between two requests: zero keeps every core busy, which the commands under test
    /// then lack.
    std::chrono::microseconds pause{0};
    /// And each client so much longer than the one before it: those who pause alike fall into step, and
    /// between their waves there is nothing to do.
    std::chrono::microseconds stagger{0};
};

/// Keep-alive clients, a thread each, that ask one thing after another until they are stopped. A connection
/// that the facade ends after a whole answer is opened anew; anything else that is no whole answer counts as
/// failed.
class load {
public:
    explicit load(load_options options);
    ~load();

    void stop();
    /// Waits until every client has had the whole answer to a request that it began from now on.
    bool wait_for_a_round(milliseconds most = soon);

    std::uint64_t answered() const { return answered_; }
    /// All of them, in the order in which they ended per client. After `stop`.
    std::vector<sample> const& samples() const { return samples_; }
    std::size_t failures() const; ///< not whole, or a 5xx. After `stop`
    std::string first_failure() const;
    std::map<std::string, std::size_t> by_upstream() const;

private:
    void run(std::size_t client);

    load_options options_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::uint64_t> answered_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<steady::time_point> newest_; ///< per client: the start of the newest answered request
    std::vector<sample> samples_;
    std::string first_failure_;
    std::vector<std::thread> threads_;
};

} // namespace ficus::test
