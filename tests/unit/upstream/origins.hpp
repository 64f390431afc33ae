#pragma once

#include "facade/upstream/pool.hpp"
#include "support/black_hole.hpp"
#include "support/socket.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace ficus::test {

inline deadline patient() {
    return deadline::in(soon);
}

/// A server that accepts and says only what a test makes it say.
struct origin {
    /// The next connection that came.
    socket accept() {
        for (int tries = 0; tries < 80; ++tries)
            if (auto s = listening.accept()) return std::move(*s);
        FAIL("nobody connected");
        return {};
    }
    std::uint16_t port() const { return listening.port(); }
    listening_socket listening;
};

inline boost::asio::ip::tcp::endpoint at_port(std::uint16_t port) {
    return {boost::asio::ip::address_v4::loopback(), port};
}

/// Endpoints take turns, so that it is clear which one is asked.
inline upstream::upstream_options options_for(std::vector<std::uint16_t> const& ports) {
    upstream::upstream_options o;
    o.name = "orders";
    o.take_turns = true;
    for (auto port : ports) o.endpoints.push_back({"127.0.0.1", port, "127.0.0.1:" + std::to_string(port)});
    return o;
}

inline std::shared_ptr<upstream::group> group_of(upstream::upstream_options const& options) {
    return std::make_shared<upstream::group>(options, upstream::resolve(options));
}

struct counted final : upstream::pool_events {
    void opened() override { ++opens; }
    void closed() override { ++closes; }
    void reused() override { ++reuses; }
    int opens = 0;
    int closes = 0;
    int reuses = 0;
};

/// The connection; a test that gets a failure instead ends and says which.
inline std::unique_ptr<upstream::connection> connection_of(upstream::pool::acquired got) {
    if (auto const* failed = std::get_if<upstream::failure>(&got))
        FAIL("no connection: " << upstream::name_of(failed->code) << ", " << failed->detail);
    return std::move(std::get<std::unique_ptr<upstream::connection>>(got));
}
inline upstream::failure failure_of(upstream::pool::acquired got) {
    REQUIRE(std::holds_alternative<upstream::failure>(got));
    return std::move(std::get<upstream::failure>(got));
}

/// A request that waits for its connection beside the script.
struct asking {
    explicit asking(upstream::pool& from, upstream::pool::wish w = {}) : from_(from), wish_(w) {
        side_.start(run());
    }
    io::task<void> run() { got.emplace(co_await from_.acquire(wish_, ticket)); }
    auto join() { return side_.join(); }
    bool done() const { return side_.done(); }

    upstream::pool::ticket ticket;
    std::optional<upstream::pool::acquired> got;

private:
    upstream::pool& from_;
    upstream::pool::wish wish_;
    io::side_task side_;
};

} // namespace ficus::test
