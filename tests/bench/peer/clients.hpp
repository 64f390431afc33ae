#pragma once

#include "bench/peer/message.hpp"
#include "bench/peer/stream.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace ficus::bench {

using steady = std::chrono::steady_clock;

struct load_options {
    std::uint16_t port = 0;
    std::size_t connections = 1;
    double seconds = 1.0;
    double rate = 0.0;      ///< requests a second, at random moments whatever the answers do; 0: each at once
                            ///< after the answer before
    bool close = false;     ///< a connection for every request
    bool gives_way = false; ///< of what has a rate: between requests the core is others'
    bool once = false;      ///< every connection asks once, 64 at a time, and stays open
    std::vector<std::string> requests; ///< connection i sends number i mod n
    std::size_t answer_size = 0;       ///< of every answer's body
};

struct load_result {
    std::uint64_t answers = 0;
    std::string failure; ///< the first; empty: every answer was 200 and whole
    double seconds = 0.0;
    struct latency {
        steady::time_point due; ///< its request
        std::uint32_t nanoseconds;
    };
    std::vector<latency> each;
};

/// The clients of one run. They live on after it, idle, until they are destroyed.
class clients {
public:
    clients(poller& in, load_options options);
    ~clients();

    /// Asks what is due; true while the run goes on. To be called again and again between polls.
    bool go_on();
    /// How long nothing is due: what may be slept until the next answer. 0 where the core is not given up.
    std::chrono::nanoseconds pause() const;
    load_result const& result() const { return result_; }

private:
    struct client;
    friend struct client;
    void ask(client& c, steady::time_point due);
    void answered(client& c);
    void fail(std::string why);

    poller& poller_;
    load_options options_;
    load_result result_;
    std::vector<std::unique_ptr<client>> all_;
    std::deque<client*> idle_;
    std::size_t under_way_ = 0;
    steady::time_point begun_;
    steady::time_point ends_;
    steady::time_point next_due_;
    std::mt19937_64 random_{1}; // the same moments in every run
};

} // namespace ficus::bench
