#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ficus::dns {

/// `[facade.dns]`
struct dns_options {
    bool follow = true;                       ///< names are looked up again while the facade runs
    std::vector<std::string> servers;         ///< `127.0.0.1:53`, `[::1]:53`; empty: as /etc/resolv.conf says
    std::chrono::milliseconds least{1'000};   ///< no sooner than that, whatever the TTL says
    std::chrono::milliseconds most{300'000};  ///< and no later
    std::chrono::milliseconds timeout{2'000}; ///< of one lookup, with all that is tried for it

    friend bool operator==(dns_options const&, dns_options const&) = default;
};

} // namespace ficus::dns
