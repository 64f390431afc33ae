#pragma once

#include "facade/config/reader.hpp"
#include "facade/io/descriptor.hpp"
#include "facade/obs/log.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace ficus::app {

/// Whoever started this process and wants to hear how it fares (systemd with Type=notify): sd_notify(3)'s
/// protocol, a datagram of `NAME=VALUE` lines to the socket that NOTIFY_SOCKET names. Where nobody asks,
/// nothing is said. Any thread may tell; what cannot be told is logged once and goes on being tried.
class service_manager {
public:
    service_manager(config::environment const& environment, obs::log& log);

    void ready();
    /// The configuration is being read again; ready() ends it.
    void reloading();
    void stopping();
    /// Another process goes on in this one's place.
    void followed_by(pid_t main_pid);
    void alive();

    /// How often it wants to hear that the facade is alive (WATCHDOG_USEC), where it does and means this
    /// process.
    std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

private:
    void find_socket(std::string const& name);
    void tell(std::string_view states);
    void complain(std::string_view detail);

    obs::log& log_;
    io::descriptor socket_; ///< connected to the manager's; none: nobody asks
    std::optional<std::chrono::microseconds> watchdog_;
    std::atomic<bool> complained_{false};
};

} // namespace ficus::app
