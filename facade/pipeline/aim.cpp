#include "facade/pipeline/aim.hpp"

namespace ficus::pipeline {

void aim(shadow::job& job, site const& within, feature const& feature, rules::side served) {
    auto const other = rules::other(served);
    job.window = feature.window;
    job.comparer = feature.comparer;
    job.translator = feature.translator;
    job.contract = feature.options.contract;
    job.served = served;
    job.copies = feature.copies;
    auto const target = feature.copies_to[other == rules::side::legacy ? 0 : 1];
    job.target = within.upstreams[target];
    if (!within.names.empty()) {
        job.target_names = within.names[target];
        job.baseline_names = within.names[served == rules::side::legacy ? feature.legacy : feature.modern];
        job.links = feature.links[rules::other(feature.options.contract) == rules::side::legacy ? 0 : 1];
    }
    if (feature.translator != nullptr && other == rules::side::modern) {
        for (auto const call : feature.calls) {
            job.call_targets.push_back(within.upstreams[call]);
            job.call_names.push_back(within.names.empty() ? nullptr : within.names[call]);
        }
        job.call_links = feature.call_links;
    }
    job.counters = feature.counters;
}

} // namespace ficus::pipeline
