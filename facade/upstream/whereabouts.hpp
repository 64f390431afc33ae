#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ficus::upstream {

/// What a resolver has said of a name, in its order of preference.
struct found_addresses {
    std::vector<boost::asio::ip::tcp::endpoint> addresses; ///< empty: the name could not be resolved
    std::string error;                                     ///< why not
};

/// Whether they are the same ones, in whatever order: resolvers give those of one name in turns.
bool same_addresses(found_addresses const& a, found_addresses const& b);
/// Whether they have none in common.
bool no_address_in_common(found_addresses const& a, found_addresses const& b);

/// Where one server is, as far as is known now. Shared by all that connect to it, on any thread.
class whereabouts {
public:
    explicit whereabouts(found_addresses first);
    whereabouts(whereabouts const&) = delete;
    whereabouts& operator=(whereabouts const&) = delete;

    std::shared_ptr<found_addresses const> look() const;
    /// Another one once other addresses are known; a load, and no lock.
    std::uint32_t version() const { return version_.load(std::memory_order_acquire); }
    bool has(boost::asio::ip::tcp::endpoint const& address) const;

    /// From now on it is there. Gives what was known before where these are other addresses, else null. Where
    /// nothing was found the last addresses stay: a resolver that is out of order is no reason to stop asking
    /// a server that is not.
    std::shared_ptr<found_addresses const> move(found_addresses next);

private:
    // Not std::atomic<std::shared_ptr>: GCC 12's unlocks in a way that ThreadSanitizer cannot follow.
    mutable std::mutex mutex_;
    std::shared_ptr<found_addresses const> now_;
    std::atomic<std::uint32_t> version_{0};
};

} // namespace ficus::upstream
