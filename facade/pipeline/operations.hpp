#pragma once

#include "facade/obs/counters.hpp"
#include "facade/pipeline/operation_name.hpp"
#include "rules/feature_options.hpp"

#include <atomic>
#include <cstddef>
#include <string_view>
#include <vector>

namespace ficus::pipeline {

/// A feature's operations (see operation_name()), each found when it is first asked for: ten thousand
/// features that nobody asks for have none. Any thread; after the first time without a lock.
class operations {
public:
    /// The registry outlives this.
    operations(obs::counters& registry, rules::feature_options const& feature);

    /// `matcher`: which one of the feature's took the request.
    obs::operation_counters& of(rules::feature_options const& feature, std::size_t matcher,
                                std::string_view method) const;

private:
    obs::counters& registry_;
    mutable std::vector<std::atomic<obs::operation_counters*>> found_; ///< by matcher and kind of method
};

} // namespace ficus::pipeline
