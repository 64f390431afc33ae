#pragma once

#include "bench/peer/message.hpp"
#include "facade/io/loop.hpp"
#include "facade/net/listener.hpp"
#include "facade/obs/counters.hpp"
#include "facade/obs/log.hpp"
#include "facade/pipeline/worker.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::bench {

/// One worker of the facade with all that a request meets on its way, between a client and an origin that are
/// plain sockets in the same thread: they and the worker take turns, so that every run does the same. The
/// worker's clock of deadlines stands still. Built over `features` features with conditional rules, some
/// of them shadowed (copies are made, and thrown away between the turns: sending them is another thread's), 1
/// % of the requests logged.
class bed final : public upstream::pool_events {
public:
    /// `turn` is what calls the worker: it gets the work to be done, and may count what that costs.
    using turn = std::function<void(std::function<void()> const& work)>;
    bed(std::size_t features, rules::share shadow, turn through);
    ~bed() override;
    bed(bed const&) = delete;
    bed& operator=(bed const&) = delete;

    /// One request over the client's kept connection, or over a new one that is closed after it, and its
    /// answer. Ends the program with a message where the answer is not 200 and whole.
    void exchange(std::string_view request, std::string_view answer, bool close);
    /// Until it is given back as many copies wait as may.
    void take_last_place() { shadow_places_.take(); }
    void give_place_back() { shadow_places_.give_back(); }
    /// From now on no copy may hold more than 10 kB.
    void take_most_room() { taken_.grow(shadow_room - 10'000); }
    /// The path of feature `n`, wherever that is beyond the last one.
    std::string path(std::size_t n) const;

private:
    void opened() override {}
    void closed() override {}
    void reused() override {}
    void build(std::size_t features, rules::share shadow);
    void take_turn();
    void open_client();
    void close_client();
    /// The origin's end of the connection that has something to read. The worker must have turned.
    int asked_origin();
    [[noreturn]] static void fail(std::string const& what);

    std::size_t features_;
    turn through_;
    int origin_;
    std::uint16_t origin_port_ = 0;
    std::map<int, message> asked_; ///< the origin's connections
    int client_ = -1;
    std::uint16_t port_ = 0;
    io::loop loop_;
    obs::counters counters_{1};
    obs::line_ring log_{1 << 20};
    std::string logged_;
    std::mt19937_64 random_{1};
    static constexpr std::size_t shadow_room = 1 << 20;
    io::byte_budget shadow_bytes_{shadow_room};
    io::byte_budget::share taken_{shadow_bytes_};
    shadow::job_places shadow_places_{1};
    std::vector<std::unique_ptr<shadow::job>> copies_;
    io::byte_budget held_bytes_{1 << 20};
    std::unique_ptr<pipeline::worker> worker_;
    std::unique_ptr<net::listener> listener_;
};

} // namespace ficus::bench
