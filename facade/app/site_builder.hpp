#pragma once

#include "facade/config/configuration.hpp"
#include "facade/obs/counters.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "rules/store.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <string>

namespace ficus::app {

/// Compiles what a configuration says. Upstreams that `before` has with the same options are kept, with their
/// connections and limits. Resolves names, so it may wait. The error cannot happen with a configuration that
/// the reader has accepted.
boost::system::result<std::shared_ptr<pipeline::site const>, std::string>
build_site(config::configuration const& configuration, obs::counters& counters, pipeline::site const* before);

/// A snapshot of a site under these rules. Rules of features that the site does not have are left out. The
/// error names the feature whose options make no policy; the reader accepts none such.
boost::system::result<std::shared_ptr<pipeline::snapshot const>, std::string>
build_snapshot(std::shared_ptr<pipeline::site const> site, rules::rule_set const& rules);

} // namespace ficus::app
