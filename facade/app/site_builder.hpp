#pragma once

#include "facade/app/address_events.hpp"
#include "facade/app/guard_events.hpp"
#include "facade/config/configuration.hpp"
#include "facade/obs/counters.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/upstream/endpoint.hpp"
#include "rules/store.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ficus::app {

struct built_site {
    std::shared_ptr<pipeline::site const> site;
    std::vector<unresolved_endpoint> unresolved;
    std::vector<moved_endpoint> moved; ///< of upstreams that are kept
};

/// Compiles what a configuration says. Resolves every name anew, so it may wait. Upstreams that `before` has
/// with the same options are kept with their connections, limits and health, and their endpoints moved to
/// where they are now; so are circuit breakers, and what is under way in bulkheads. `tell` is told of what
/// changes of them, and of endpoints. The error cannot happen with a configuration that the reader has
/// accepted.
boost::system::result<built_site, std::string>
build_site(config::configuration const& configuration, obs::counters& counters, pipeline::site const* before,
           upstream::resolver const& resolve, guard_listeners const& tell = {});

/// A snapshot of a site under these rules. Rules of features that the site does not have are left out. The
/// error names the feature whose options make no policy; the reader accepts none such.
boost::system::result<std::shared_ptr<pipeline::snapshot const>, std::string>
build_snapshot(std::shared_ptr<pipeline::site const> site, rules::rule_set const& rules);

} // namespace ficus::app
