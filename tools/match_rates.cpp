#include "tools/match_rates.hpp"

#include "facade/shadow/report.hpp"
#include "tools/opening.hpp"

#include <chrono>

namespace ficus::tools {

match_rates read_match_rates(config::configuration const& configuration, surroundings& around) {
    match_rates rates;
    auto const store = shadow::store::open_to_read(shadow_file(configuration));
    if (!store) {
        if (store.error().code != shadow::store_error::what::absent) rates.trouble = store.error().message;
        return rates;
    }
    auto const now = shadow::time_point(std::chrono::duration_cast<shadow::time_point::duration>(
        std::chrono::nanoseconds(around.clocks.realtime_ns())));
    for (auto const& feature : configuration.features) {
        auto const totals = store->totals(feature.options.name, now - std::chrono::hours(24), now);
        if (!totals) {
            rates.trouble = totals.error().message;
            return rates;
        }
        match_rate found{totals->compared, {}};
        if (totals->compared > 0)
            found.rate = static_cast<double>(totals->matched) / static_cast<double>(totals->compared);
        rates.features.emplace(feature.options.name, found);
    }
    return rates;
}

} // namespace ficus::tools
