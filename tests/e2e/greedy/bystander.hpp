#pragma once

#include "support/facade_process.hpp"
#include "support/load.hpp"

namespace ficus::test {

/// Connections to an upstream that two threads may keep from requests that came at the same time.
inline constexpr std::size_t kept_for_later = 8;

/// A client that behaves, beside those that do not: one request after the other, each for `/bystander`.
class bystander {
public:
    enum class manners {
        comes_and_goes, ///< every tenth request ends its connection
        stays           ///< one connection for all
    };
    explicit bystander(std::uint16_t port, manners how = manners::comes_and_goes);

    /// Stops, and checks that every request was answered 2xx, none later than `slowest` (stretched by
    /// `patience`).
    void check(milliseconds slowest);
    /// Waits until the facade has no client's connection but this one's.
    bool is_alone_at(facade_process& facade);
    /// Waits until a request that it begins from now on has been answered.
    bool is_served() { return asking_.wait_for_a_round(); }

private:
    load asking_;
};

} // namespace ficus::test
