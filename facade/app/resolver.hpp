#pragma once

#include "facade/dns/dns_options.hpp"
#include "facade/upstream/endpoint.hpp"

namespace ficus::app {

/// How names are found when a configuration is read: by the `servers` that it names, and where it names none,
/// or they do not know a name, by the system's resolver, which knows more than DNS. It waits.
upstream::resolver resolver_by(dns::dns_options options);

} // namespace ficus::app
