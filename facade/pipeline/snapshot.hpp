#pragma once

#include "acl/compare.hpp"
#include "acl/translator.hpp"
#include "facade/http/limits.hpp"
#include "facade/obs/answer_headers.hpp"
#include "facade/obs/counters.hpp"
#include "facade/pipeline/named_breaker.hpp"
#include "facade/pipeline/operations.hpp"
#include "facade/pipeline/safeguards.hpp"
#include "facade/pipeline/throttle.hpp"
#include "facade/recording/tap.hpp"
#include "facade/resilience/load_shedder.hpp"
#include "facade/shadow/copy_plan.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/shadow_options.hpp"
#include "facade/translation/own_origin.hpp"
#include "facade/upstream/group.hpp"
#include "rules/feature_options.hpp"
#include "rules/ip.hpp"
#include "rules/policy.hpp"
#include "rules/table.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ficus::pipeline {

/// A feature as the pipeline needs it. What every request looks at comes first, and shares a cache line.
struct alignas(64) feature {
    std::size_t legacy = 0; ///< index into site::upstreams
    std::size_t modern = 0;
    std::shared_ptr<obs::feature_counters> counters;
    std::shared_ptr<safeguards const> guards;
    std::shared_ptr<acl::translator const> translator; ///< null: both sides speak alike
    bool translator_rejects = false;                   ///< on_error = "reject"
    std::vector<std::size_t> calls; ///< of the translator's calls: indexes into site::upstreams
    /// By call, what links in its answers are translated by. Null: nothing.
    std::vector<std::shared_ptr<translation::link_translators const>> call_links;
    /// What links in a side's answers (0: legacy, 1: modern) are translated by: the feature's own translator,
    /// and those of the other features that the upstream serves in the same dialects. Null: there are none.
    std::array<std::shared_ptr<translation::link_translators const>, 2> links;
    std::shared_ptr<acl::comparer const> comparer;
    std::vector<std::string> compared_methods;
    double baseline = 0.0;
    std::shared_ptr<recording::tap> tap;          ///< null: a test's; lives over reloads
    std::shared_ptr<pipeline::throttle> throttle; ///< null: there is none; lives over reloads
    resilience::priority priority = resilience::priority::normal;
    std::shared_ptr<shadow::window_key const> window;
    /// What is counted of its requests by operation; null: none is ever shadowed.
    std::shared_ptr<pipeline::operations const> operations;
    std::array<std::size_t, 2> copies_to{}; ///< by side (0: legacy, 1: modern): index into site::upstreams
    std::shared_ptr<shadow::copy_options const> copies;
    /// By the side that answers (0: legacy, 1: modern), made of the above.
    std::array<std::shared_ptr<shadow::copy_plan const>, 2> plans;
    rules::feature_options options;
};

/// What the configuration says, compiled. Immutable; shared by all snapshots until the configuration changes.
struct site {
    explicit site(rules::table compiled) : table(std::move(compiled)) {}
    rules::table table;
    std::vector<feature> features; ///< in the order that the table knows
    std::vector<std::shared_ptr<upstream::group>> upstreams;
    /// By upstream: what it calls itself in its answers' heads; null, or none at all: that is left as it is.
    std::vector<std::shared_ptr<translation::own_origin const>> names;
    std::size_t legacy = 0; ///< of requests that no feature matches
    safeguards guards;      ///< of these
    std::vector<named_breaker> breakers;
    http::limits limits;
    std::vector<rules::network> trusted_proxies;
    std::optional<resilience::shed_options> shed; ///< unset: nobody is turned away for want of time
    double access_share = 1.0;
    obs::answer_headers answer_headers;
};

/// Configuration and rules as one request sees them from its beginning to its end. Immutable.
struct snapshot {
    std::shared_ptr<pipeline::site const> site;
    std::vector<rules::policy> policies; ///< one a feature, in the site's order
    std::uint64_t revision = 0;
    bool may_issue = false; ///< some feature may issue the `ficus` cookie
};

} // namespace ficus::pipeline
