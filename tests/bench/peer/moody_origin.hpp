#pragma once

#include "bench/peer/message.hpp"
#include "bench/peer/stream.hpp"

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::bench {

/// A service that fails as it is told: each request, `/health` too, is answered with 200 (`ok`), with 503
/// (`unavailable`), by a reset, or not at all (`hang`). Its answers name it in X-Origin.
class moody_origin : pollable {
public:
    enum class mood : std::uint8_t { ok, unavailable, reset, hang };
    static std::optional<mood> mood_of(std::string_view name);

    /// Port 0: the system chooses.
    moody_origin(poller& in, std::string_view name, std::uint16_t port);
    std::uint16_t port() const { return port_of(listening_); }
    void be(mood m) { mood_ = m; }
    std::uint64_t seen() const { return seen_; } ///< requests, those for `/health` left out
    std::size_t open() const { return connections_.size(); }

private:
    struct connection final : pollable {
        connection(moody_origin& of, int fd) : owner(of), peer(of.poller_, fd, *this) {}
        void ready() override;
        moody_origin& owner;
        stream peer;
        message request;
        std::list<connection>::iterator place;
    };
    void ready() override;

    poller& poller_;
    int listening_;
    mood mood_ = mood::ok;
    std::uint64_t seen_ = 0;
    std::string const good_;
    std::string const bad_;
    std::list<connection> connections_;
};

} // namespace ficus::bench
