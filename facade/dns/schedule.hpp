#pragma once

#include "facade/dns/dns_options.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

/// Names that are looked up again and again: when, and by c-ares, without waiting.
namespace ficus::dns {

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

/// Whether what a host is may change: it is no address, and no name of this machine (RFC 6761 §6.3), which
/// DNS is not asked for.
bool may_move(std::string_view host);

/// When one name is looked up. It is told the time.
class schedule {
public:
    bool is_due(time_point now) const { return now >= next_; }
    /// As soon as it can be.
    void hurry() { next_ = {}; }
    /// It was found, and that holds for so long; nothing: it does not come from DNS, and no time is known.
    void found(time_point now, std::optional<std::chrono::seconds> ttl, dns_options const& by);
    /// It was not. Again after `least`, twice that the next time, up to ten seconds (or `most`, where that is
    /// less): a server that has moved meanwhile is not to be asked for in vain for long. Up to half of it is
    /// taken off by `random` (all 64 bits of it), so that facades that failed together do not ask together.
    void failed(time_point now, std::uint64_t random, dns_options const& by);
    time_point next() const { return next_; }

private:
    time_point next_{};
    unsigned failures_ = 0; // in a row
};

} // namespace ficus::dns
