#pragma once

#include "facade/dns/dns_options.hpp"
#include "facade/io/loop.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::dns {

/// The addresses of a name.
struct answer {
    std::vector<boost::asio::ip::address> addresses; ///< at least one, the preferred ones first (RFC 6724)
    std::optional<std::chrono::seconds> ttl;         ///< of all that led to them; unset: nobody was asked
};

enum class lookup_failure : std::uint8_t {
    not_found, ///< there is no such name, or it has no address
    failed,    ///< the servers refuse, are out of order, or say what nobody understands
    timed_out,
};
struct lookup_error {
    lookup_failure code = lookup_failure::failed;
    std::string detail; ///< in words
};

/// What a lookup has come to, for figures.
enum class lookup_outcome : std::uint8_t { ok, not_found, failed, timed_out, count_ };
std::string_view name_of(lookup_outcome o); ///< `ok`, `not_found`, `failed`, `timeout`

using lookup_result = boost::system::result<answer, lookup_error>;
lookup_outcome outcome_of(lookup_result const& r);

/// One name being looked up, for IPv4 and IPv6, by c-ares: in /etc/hosts and in DNS, as /etc/nsswitch.conf
/// and /etc/resolv.conf order it at this moment. What else the system's resolver may know (mDNS and the like)
/// it does not. On the loop's thread.
class lookup {
public:
    using receiver = std::function<void(lookup_result)>;

    /// `done` is called once, and not within this call; the lookup may be destroyed in it. Destroyed before,
    /// it calls nobody.
    lookup(io::loop& on, dns_options const& by, std::string const& host, receiver done);
    ~lookup();
    lookup(lookup const&) = delete;
    lookup& operator=(lookup const&) = delete;

private:
    struct work;
    std::unique_ptr<work> work_;
};

/// Many, on this thread, which waits for them: one result for each. At most `timeout` for each eight of
/// them.
std::vector<lookup_result> look_up(dns_options const& by, std::vector<std::string> const& hosts);

} // namespace ficus::dns
