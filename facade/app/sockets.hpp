#pragma once

#include "facade/config/configuration.hpp"
#include "facade/net/bound_socket.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ficus::app {

/// A listening socket that another process has passed on: the service manager, or the facade before this one.
struct passed_socket {
    net::bound_socket socket;
    bool admin = false; ///< the admin listener's
};

/// The listening sockets of a facade, before its threads have them.
struct facade_sockets {
    std::vector<std::vector<net::bound_socket>> of_threads;
    std::vector<std::string> listen;        ///< where clients are served, in the order of `facade.listen`
    std::optional<net::bound_socket> admin; ///< where it was passed on
    std::vector<std::string> unasked;       ///< were passed on, but the configuration names no such address
};

/// For each address of `facade.listen` the sockets that were passed on for it, spread over the threads, or
/// new ones. A port of 0 takes any that was passed on for its host. The error says which address cannot be
/// had, and why.
boost::system::result<facade_sockets, std::string> open_sockets(config::facade_options const& options,
                                                                std::size_t threads,
                                                                std::vector<passed_socket> passed_on);

} // namespace ficus::app
