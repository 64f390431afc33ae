#pragma once

#include "facade/dns/dns_options.hpp"
#include "facade/dns/lookup.hpp"
#include "facade/io/loop.hpp"
#include "facade/obs/log.hpp"
#include "facade/pipeline/snapshot.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace ficus::app {

/// Looks the names of endpoints up again and again, as their TTLs say, and moves the endpoints to where they
/// are. On a thread of its own, which is there once there is a name to follow. follow() and stop() are called
/// by one thread.
class address_follower {
public:
    explicit address_follower(obs::log& log);
    ~address_follower();
    address_follower(address_follower const&) = delete;
    address_follower& operator=(address_follower const&) = delete;

    /// From now on the names of this site, and no others. Each is asked for at once.
    void follow(pipeline::site const& site, dns::dns_options const& by);
    /// Ends the thread, and what it asks, at once.
    void stop();

    using counts = std::array<std::uint64_t, static_cast<std::size_t>(dns::lookup_outcome::count_)>;
    /// How many lookups came to what, since the start. Any thread.
    counts counted() const;

private:
    /// An endpoint of that name.
    struct target {
        std::shared_ptr<upstream::group> of;
        std::size_t endpoint;
    };
    struct name;
    static std::vector<std::unique_ptr<name>> names_of(pipeline::site const& site);
    void start();
    void take_on(std::vector<std::unique_ptr<name>> next, dns::dns_options const& by);
    void ask_those_due(io::clock::time_point now);
    void hear(name& of, dns::lookup_result const& what);
    void move(name& of, dns::answer const& to);
    void keep(name& of, dns::lookup_error const& why);

    obs::log& log_;
    std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(dns::lookup_outcome::count_)> counted_{};
    io::loop loop_;
    dns::dns_options by_;
    std::vector<std::unique_ptr<name>> names_;
    std::size_t asking_ = 0;
    std::minstd_rand random_{std::random_device{}()};
    std::thread thread_;
};

} // namespace ficus::app
