#pragma once

#include "facade/obs/log.hpp"
#include "facade/upstream/whereabouts.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace ficus::app {

/// An endpoint whose name has no address now.
struct unresolved_endpoint {
    std::string upstream;
    std::string endpoint; ///< as configured
    std::string detail;
    bool keeps_address = false; ///< it had one before, and is asked there still
};

/// An endpoint whose name has these addresses from now on.
struct moved_endpoint {
    std::string upstream;
    std::string endpoint; ///< as configured
    std::shared_ptr<upstream::found_addresses const> before;
    std::shared_ptr<upstream::found_addresses const> now;
    std::optional<std::chrono::seconds> ttl = {}; ///< unset: none is known
};

/// Say it in the log: `unresolved`, `resolved`.
void tell(obs::log& to, unresolved_endpoint const& of);
void tell(obs::log& to, moved_endpoint const& of);

} // namespace ficus::app
