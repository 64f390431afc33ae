#pragma once

#include "facade/resilience/status_set.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace ficus::upstream {

/// `check`: each endpoint is asked whether it is well.
struct check_options {
    std::string path;                ///< of a GET
    std::optional<std::string> host; ///< unset: the upstream's, or the endpoint's
    std::chrono::milliseconds interval{2'000};
    std::chrono::milliseconds timeout{1'000}; ///< for all of it
    std::uint32_t rise = 2;                   ///< that pass in a row: it is well again
    std::uint32_t fall = 3;                   ///< that fail in a row: it is not
    resilience::status_set statuses = *resilience::status_set::parse("2xx");

    friend bool operator==(check_options const&, check_options const&) = default;
};

} // namespace ficus::upstream
