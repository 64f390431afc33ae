#pragma once

#include "facade/obs/log.hpp"
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

/// The fewest by which a facade of so many threads and addresses to listen at starts and serves somebody,
/// with `taken` open already. Looked at before anything else is opened: what fails for want of a descriptor
/// later has many places, and many other reasons.
std::size_t fewest_descriptors(std::size_t taken, std::size_t threads, std::size_t addresses);

/// How many clients' connections may be open at a time, over all threads: who has been let in must be able to
/// be served. Kept back are the admin listener's connections, a few for stores and resolvers, and those to
/// upstreams: as many as they may be, or one for each client where there are not so many. At least one.
std::size_t most_clients(descriptor_figures const& figures);

/// One thread's part of them; at least one.
std::size_t most_clients_of_one(descriptor_figures const& figures, std::size_t threads);

/// The most connections that a site's upstreams may have, those for copies included.
std::size_t most_upstream_connections(pipeline::site const& site);

/// What one upstream may have of the clients that one thread lets in.
struct upstream_share {
    std::size_t connections = 0;
    std::size_t pending = 0; ///< requests that wait for one
};

/// Three quarters of them, so that who waits for one upstream keeps nobody from another; at least a quarter
/// of that is for those that wait. Where the upstream's own limits allow no more, these. `is_legacy`: its
/// connections are left as they are, since where legacy hangs there is nobody else to turn to.
upstream_share share_of(upstream::upstream_options const& of, std::size_t clients, bool is_legacy);

/// Says in the log which upstreams' limits are higher than what all threads' shares come to.
void tell_of_shares(obs::log& to, pipeline::site const& site, descriptor_figures figures,
                    std::size_t threads);

/// RLIMIT_NOFILE and what is open, as of now.
descriptor_figures look_at_descriptors();

} // namespace ficus::app
