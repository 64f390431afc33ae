#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// `[facade.shadow]`: taken at the start.
struct shadow_options {
    std::size_t max_held = 64UL * 1024 * 1024; ///< captured for copies, by all threads
    std::size_t max_under_way = 32;            ///< copies at one time
    std::chrono::milliseconds keep_for{std::chrono::hours(14 * 24)};
    std::size_t keep_size = 48UL * 1024 * 1024; ///< shadow.db without its write-ahead log
};

/// What `[features.NAME.compare]` says of copies. Immutable; shared by a site's jobs.
struct copy_options {
    bool sticky = false; ///< the sample is drawn by the request's sticky key
    std::optional<std::string> upstream_legacy, upstream_modern; ///< in their places, for copies
    std::optional<std::string> host;
    std::vector<std::pair<std::string, std::string>> set; ///< header fields, in place of the request's own
    std::vector<std::string> strip;                       ///< lower case
};

} // namespace ficus::shadow
