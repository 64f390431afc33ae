#pragma once

#include "e2e/soak/ledger.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace ficus::test::soak {

using rng = std::mt19937;

/// A way to be a client.
struct manner {
    std::string name;
    std::function<std::string(rng&)> request;
    std::vector<trouble> suffers; ///< its requests fail in such times only
    bool may_fail = false;        ///< at any time: what it asks for may not be done twice
    bool gives_up = false;        ///< leaves before its answer, mostly
    bool talks = false;           ///< asks for a tunnel, and hears in it what it says
};

/// Clients, a thread each, that ask one thing after the other on kept connections until they are stopped.
class clients {
public:
    clients(journal const& troubles, unsigned seed) : troubles_(troubles), seed_(seed) {}
    ~clients() { stop(); }

    void add(manner const& how, std::size_t count, milliseconds pause);
    /// Where the facade listens.
    void go_to(std::uint16_t port) { port_ = port; }
    void stop();

    /// After stop().
    outcomes const& all() const { return all_; }
    /// Failures that there was no trouble for; the first ones.
    std::vector<std::string> unexcused() const;

private:
    void run(manner const& how, milliseconds pause, unsigned seed);
    bool excused(manner const& how, steady::time_point from, steady::time_point to) const;

    journal const& troubles_;
    unsigned seed_;
    std::atomic<std::uint16_t> port_{0};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_;
    outcomes all_;
    std::vector<std::string> unexcused_;
    std::vector<std::thread> threads_;
};

} // namespace ficus::test::soak
