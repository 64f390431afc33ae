#pragma once

#include "facade/net/client_connection.hpp"
#include "support/socket.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace ficus::test {

/// A worker without features, whose legacy upstream has no address: it answers every request itself, at once.
class lone_worker final : public upstream::pool_events {
public:
    explicit lone_worker(http::limits limits = {})
        : it{.loop = loop,
             .index = 0,
             .counters = counters_,
             .access_log = log_,
             .random = [] { return std::uint64_t{1}; },
             .wall_clock = [] { return std::chrono::system_clock::now(); },
             .shadow = {[](std::unique_ptr<shadow::job>) { return false; }, bytes_, places_},
             .held_bytes = bytes_,
             .current = view_with(limits)} {}

    /// What was logged since it was last asked for.
    std::string logged() {
        std::string lines;
        log_.drain(lines);
        return lines;
    }

    io::loop loop;

private:
    void opened() override {}
    void closed() override {}
    void reused() override {}
    std::shared_ptr<pipeline::view const> view_with(http::limits limits) {
        auto table = rules::table::compile({});
        auto site = std::make_shared<pipeline::site>(std::move(*table));
        site->limits = limits;
        upstream::upstream_options options;
        options.name = "legacy";
        std::vector<upstream::endpoint> nowhere = {{"nobody.invalid:80", {}, "no address"}};
        site->upstreams.push_back(std::make_shared<upstream::group>(std::move(options), std::move(nowhere)));
        auto snapshot = std::make_shared<pipeline::snapshot>();
        auto view = std::make_shared<pipeline::view>();
        view->pools.push_back(upstream::pool::make(loop, site->upstreams.front(), *this));
        snapshot->site = std::move(site);
        view->snapshot = std::move(snapshot);
        return view;
    }
    obs::counters counters_{1};
    obs::line_ring log_{1 << 20};
    io::byte_budget bytes_{1 << 20};
    shadow::job_places places_{1};

public:
    pipeline::worker it; // last: it refers to the others
};

/// One client's connection as the facade has it, and the client's own end.
class client {
public:
    explicit client(lone_worker& of) {
        listening_socket door;
        far = socket::connect(door.port(), deadline::in(soon));
        for (int tries = 0; tries < 50 && !accepted_.is_open(); ++tries)
            if (auto s = door.accept()) accepted_ = std::move(*s);
        REQUIRE(accepted_.is_open());
        io::descriptor own(::fcntl(accepted_.fd(), F_DUPFD_CLOEXEC, 0));
        REQUIRE(::fcntl(own.get(), F_SETFL, O_NONBLOCK) == 0);
        near_ = std::make_unique<net::client_connection>(
            of.it, std::move(own), io::endpoint(boost::asio::ip::address_v4::loopback(), 1),
            [this](net::client_connection&) { near_.reset(); });
        near_->start();
    }
    bool has_gone() const { return near_ == nullptr; }
    /// From now on the kernel takes nothing more for this client until it reads.
    void fill_up() {
        // Of a size that was set the kernel makes no larger one.
        int const small = 8192;
        REQUIRE(::setsockopt(accepted_.fd(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0);
        far.shrink_receive_buffer(small);
        std::string const filling(4096, '.');
        while (::send(accepted_.fd(), filling.data(), filling.size(), MSG_DONTWAIT | MSG_NOSIGNAL) > 0) {}
    }

    socket far;

private:
    socket accepted_;
    std::unique_ptr<net::client_connection> near_;
};

} // namespace ficus::test
