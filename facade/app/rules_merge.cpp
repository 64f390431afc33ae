#include "facade/app/rules_merge.hpp"

#include <algorithm>

namespace ficus::app {

rules::rule_set merge(rules::rule_set const& served, rules::rule_set fresh) {
    if (served.store_id.empty() || fresh.store_id == served.store_id) return fresh;
    for (auto const& kept : served.features) {
        auto const known = std::any_of(fresh.features.begin(), fresh.features.end(),
                                       [&](auto const& f) { return f.feature == kept.feature; });
        if (!known) fresh.features.push_back(kept);
    }
    return fresh;
}

} // namespace ficus::app
