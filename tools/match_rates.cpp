#include "tools/match_rates.hpp"

#include "facade/shadow/noise.hpp"
#include "tools/shadow_reading.hpp"

#include <chrono>

namespace ficus::tools {

match_rates read_match_rates(config::configuration const& configuration, surroundings& around) {
    match_rates rates;
    auto const store = open_comparisons(configuration);
    if (!store) rates.trouble = store.error().messages.front();
    if (!store || !*store) return rates;
    auto const until = now(around);
    for (auto const& feature : configuration.features) {
        auto const figures = (*store)->figures(feature.options.name, acl::rules_fingerprint(feature.compare),
                                               until - std::chrono::hours(24), until, false);
        if (!figures) {
            rates.trouble = figures.error().message;
            return rates;
        }
        auto const& totals = figures->all;
        match_rate found{totals.compared, {}};
        if (totals.compared > 0) {
            auto const mismatched = shadow::noise_test(*figures, feature.ready.confidence).mismatched();
            found.rate = 1 - static_cast<double>(mismatched) / static_cast<double>(totals.compared);
        }
        rates.features.emplace(feature.options.name, found);
    }
    return rates;
}

} // namespace ficus::tools
