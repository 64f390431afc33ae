#pragma once

#include "facade/app/sockets.hpp"
#include "facade/config/reader.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <sys/types.h>
#include <vector>

namespace ficus::app {

/// The sockets that the service manager has opened for this process (sd_listen_fds(3): LISTEN_FDS of them
/// from descriptor 3 on, where LISTEN_PID is `self`). The one that LISTEN_FDNAMES calls `admin` is the admin
/// listener's. The manager keeps them open: while the facade is not there, clients wait in their queues. To
/// be asked once, before any other descriptor is opened. The error says what was passed on that is no
/// listening TCP socket, and the mend.
boost::system::result<std::vector<passed_socket>, std::string>
inherited_sockets(config::environment const& environment, pid_t self);

} // namespace ficus::app
