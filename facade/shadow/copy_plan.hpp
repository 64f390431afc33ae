#pragma once

#include "acl/compare.hpp"
#include "acl/translator.hpp"
#include "facade/obs/counters.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/shadow_options.hpp"
#include "facade/translation/own_origin.hpp"
#include "facade/upstream/group.hpp"
#include "rules/side.hpp"

#include <memory>
#include <vector>

namespace ficus::shadow {

/// Where the copies of those requests of a feature go that one of its sides serves, and by what the answers
/// are compared: all that a job has of its feature. Immutable: jobs share it, with one hold on it each, since
/// a hold that one thread takes and another lets go is work for both.
struct copy_plan {
    std::shared_ptr<window_key const> window;   ///< of the feature's comparison rules
    std::shared_ptr<copy_options const> copies; ///< null: a copy goes as the request came
    std::shared_ptr<acl::comparer const> comparer;
    std::shared_ptr<acl::translator const> translator; ///< null: both sides speak alike
    rules::side contract = rules::side::legacy;        ///< whose dialect requests and answers are in
    rules::side served = rules::side::legacy;          ///< who answers the clients
    std::shared_ptr<upstream::group> target;           ///< where copies go
    std::shared_ptr<upstream::group> serving;
    /// What those two call themselves in their answers' heads; null: nothing of it is looked for.
    std::shared_ptr<translation::own_origin const> target_names, serving_names;
    std::shared_ptr<translation::link_translators const> links; ///< of the side that is translated
    std::vector<std::shared_ptr<upstream::group>> call_targets; ///< by the translator's calls
    /// The same by call.
    std::vector<std::shared_ptr<translation::own_origin const>> call_names;
    std::vector<std::shared_ptr<translation::link_translators const>> call_links;
    std::shared_ptr<obs::feature_counters> counters;
};

} // namespace ficus::shadow
