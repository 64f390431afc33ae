#pragma once

#include "facade/pipeline/snapshot.hpp"

#include <cstddef>

namespace ficus::app {

/// Raises RLIMIT_NOFILE to its hard limit: two descriptors a request, and the soft limit is often far below
/// what the system allows. Where it cannot be raised, the limit that there is holds.
void raise_descriptor_limit();

/// What the process's descriptors are for. All in numbers of descriptors.
struct descriptor_figures {
    std::size_t limit = 0;    ///< RLIMIT_NOFILE
    std::size_t taken = 0;    ///< by what runs before there is a connection: loops, listeners, stores, logs
    std::size_t upstream = 0; ///< the most that all upstreams together may have
};

/// How many clients' connections may be open at a time, over all threads: who has been let in must be able to
/// be served. Kept back are the admin listener's connections, a few for stores and resolvers, and those to
/// upstreams: as many as they may be, or one for each client where there are not so many. At least one.
std::size_t most_clients(descriptor_figures const& figures);

/// The most connections that a site's upstreams may have, those for copies included.
std::size_t most_upstream_connections(pipeline::site const& site);

/// RLIMIT_NOFILE and what is open, as of now.
descriptor_figures look_at_descriptors();

} // namespace ficus::app
