#include "tools/shadow_reading.hpp"

#include "tools/opening.hpp"

#include <chrono>
#include <utility>

namespace ficus::tools {

result<std::optional<shadow::store>> open_comparisons(config::configuration const& configuration) {
    auto opened = shadow::store::open_to_read(shadow_file(configuration));
    if (opened) return std::optional(std::move(*opened));
    if (opened.error().code == rules::fault::missing) return std::optional<shadow::store>();
    return failure_of(opened.error());
}

shadow::time_point now(surroundings const& around) {
    return shadow::time_point(std::chrono::duration_cast<shadow::time_point::duration>(
        std::chrono::nanoseconds(around.clocks.realtime_ns())));
}

} // namespace ficus::tools
