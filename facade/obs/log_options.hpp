#pragma once

#include <cstdint>

namespace ficus::obs {

enum class level : std::uint8_t { debug, info, warn, error };

/// `[facade.log]`
struct log_options {
    obs::level level = obs::level::info;
    double access = 1.0; ///< share (0 to 1) of requests that are logged; failed ones always are
};

} // namespace ficus::obs
