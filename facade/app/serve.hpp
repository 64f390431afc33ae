#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/reader.hpp"

#include <boost/system/result.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace ficus::app {

struct serve_options {
    /// Reads the configuration with the command line's overrides applied: once at the start, and again at
    /// every SIGHUP.
    std::function<boost::system::result<config::configuration, std::vector<config::problem>>()> read;
    /// NOTIFY_SOCKET and the like: what the service manager says to the process that it starts.
    config::environment environment;
    /// Whether the facade that runs by the same data folder is to hand its sockets over, and to end.
    bool take_over = false;
    /// Where the log's lines go, stdout for `ficus serve`. Called on the log's own thread.
    std::function<void(std::string_view lines)> log_sink;
};

/// Why the facade did not start; the exit status is 2 for a wrong configuration and 1 for anything else.
struct start_failure {
    int exit_status = 1;
    std::vector<std::string> messages;
};

/// Runs the facade until SIGTERM or SIGINT has drained it. Blocks the signals that it waits for in the whole
/// process, so it is called before any other thread is started. Logs what it does; returns why it could not
/// start.
boost::system::result<void, start_failure> serve(serve_options const& options);

} // namespace ficus::app
