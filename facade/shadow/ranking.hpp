#pragma once

#include "acl/compare.hpp"
#include "facade/shadow/noise.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/store_figures.hpp"
#include "facade/shadow/wilson.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::shadow {

/// Whether a difference at a field counts against the match rate.
enum class standing : std::uint8_t { counts, noise };
std::string_view to_string(standing s); ///< `counts`, `noise`

/// A place where answers differed, over all operations.
struct ranked_field {
    std::string path;
    acl::difference_kind kind = acl::difference_kind::value;
    std::uint64_t count = 0;
    std::uint64_t noise = 0; ///< baselines of either side in which it differed
    double share = 0.0;      ///< count / compared
    std::optional<double>
        noise_share; ///< legacy's; modern's where legacy was never asked twice; unset without baselines
    std::optional<rate_interval>
        beyond;        ///< share less noise_share: what noise might hide; unset without baselines
    double left = 0.0; ///< share less noise, of the operations in which it counts
    double p = 1.0;    ///< the least tail_beyond_noise() of its operations
    shadow::standing standing = standing::counts; ///< noise: in all operations
    std::vector<std::string> counts_in;           ///< operations
    std::uint64_t alone = 0; ///< comparisons in which nothing else counted: what mending it would gain
    std::string shape;       ///< that 95 % of its differences have (acl::volatile_shape); else empty
    std::vector<sample_pair> samples; ///< the newest and the oldest; only where asked for
};

/// Those that count first, by what is left of them, then by what they alone spoil, then by count; then noise
/// by its count.
std::vector<ranked_field> rank(window_figures const& figures, noise_test const& noise, double confidence);

} // namespace ficus::shadow
