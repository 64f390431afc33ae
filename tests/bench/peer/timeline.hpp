#pragma once

#include "bench/peer/message.hpp"
#include "bench/peer/stream.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ficus::bench {

using steady = std::chrono::steady_clock;

struct timeline_options {
    std::uint16_t port = 0;
    std::size_t connections = 200; ///< from the start on
    std::size_t most = 4000;       ///< more are opened while all are busy
    double seconds = 1.0;
    double rate = 1000.0;              ///< requests a second, evenly, whatever the answers do
    double patience = 5.0;             ///< seconds from when it was due until a request has failed
    std::vector<std::string> requests; ///< number i sends text i mod n
};

/// What became of a request. Only `ok` is an answer of 200 that came whole and in time.
enum class outcome : std::uint8_t { ok, status, cut, refused, late };
constexpr std::array outcome_names = {"ok", "status", "cut", "refused", "late"};

/// The requests that were due in one tenth of a second.
struct tenth {
    std::array<std::uint32_t, outcome_names.size()> outcomes{};
    std::map<std::string, std::uint32_t> by_origin; ///< as X-Origin says, of those that are ok
    std::vector<std::uint32_t> microseconds;        ///< from when each was due, whatever became of it
};

/// Clients that ask at fixed moments whatever happens, and write down what does. Nothing that fails ends the
/// run: the connection is dropped, and another one opened for the next request.
class timeline {
public:
    timeline(poller& in, timeline_options options);
    ~timeline();

    /// Asks what is due; true while the run goes on. To be called again and again between polls.
    bool go_on();
    std::vector<tenth> const& tenths() const { return tenths_; }
    /// Answers by their status.
    std::map<unsigned, std::uint64_t> const& statuses() const { return statuses_; }

private:
    struct client;
    friend struct client;
    void ask(steady::time_point due);
    client* idle_client();
    void end(client& c, outcome what);
    void answered(client& c);
    tenth& of(steady::time_point due);

    poller& poller_;
    timeline_options const options_;
    std::vector<std::unique_ptr<client>> all_;
    std::vector<client*> idle_;
    std::deque<std::pair<client*, std::uint64_t>>
        under_way_; ///< in the order in which they were due, with those that have ended
    std::deque<steady::time_point> waiting_; ///< for a connection
    std::uint64_t asked_ = 0;
    std::uint64_t due_count_ = 0;
    std::size_t open_requests_ = 0;
    steady::time_point const begun_ = steady::now();
    std::vector<tenth> tenths_;
    std::map<unsigned, std::uint64_t> statuses_;
};

} // namespace ficus::bench
