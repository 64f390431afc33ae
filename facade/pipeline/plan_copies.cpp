#include "facade/pipeline/plan_copies.hpp"

namespace ficus::pipeline {

std::shared_ptr<shadow::copy_plan const> plan_copies(site const& within, feature const& of,
                                                     rules::side served) {
    auto made = std::make_shared<shadow::copy_plan>();
    auto const other = rules::other(served);
    made->window = of.window;
    made->comparer = of.comparer;
    made->translator = of.translator;
    made->contract = of.options.contract;
    made->served = served;
    made->copies = of.copies;
    auto const target = of.copies_to[other == rules::side::legacy ? 0 : 1];
    auto const serving = served == rules::side::legacy ? of.legacy : of.modern;
    made->target = within.upstreams[target];
    made->serving = within.upstreams[serving];
    if (!within.names.empty()) {
        made->target_names = within.names[target];
        made->serving_names = within.names[serving];
        made->links = of.links[rules::other(of.options.contract) == rules::side::legacy ? 0 : 1];
    }
    if (of.translator != nullptr && other == rules::side::modern) {
        for (auto const call : of.calls) {
            made->call_targets.push_back(within.upstreams[call]);
            made->call_names.push_back(within.names.empty() ? nullptr : within.names[call]);
        }
        made->call_links = of.call_links;
    }
    made->counters = of.counters;
    return made;
}

} // namespace ficus::pipeline
