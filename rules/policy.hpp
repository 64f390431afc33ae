#pragma once

#include "rules/facts.hpp"
#include "rules/feature_options.hpp"
#include "rules/option_error.hpp"
#include "rules/rule.hpp"
#include "rules/share.hpp"
#include "rules/side.hpp"
#include "rules/sticky.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ficus::rules {

/// Where one request goes, and why.
struct decision {
    std::size_t rule = 0; ///< index into the feature's rules
    rules::share share;   ///< of that rule
    rules::side side = side::legacy;
    std::optional<std::uint16_t> bucket; ///< 0 to 9999; none where the draw was random
    std::string_view
        key_source;     ///< `cookie:sid` as configured; empty without a key; lives as long as the policy
    bool issue = false; ///< the answer must set the `ficus` cookie to the fresh id that decide() was given
};

/// One feature's rules, compiled for deciding. Immutable: safe from many threads. A decision touches the
/// first cache line of it and its program; programs are shared by the features that decide alike.
class alignas(64) policy {
    /// What decides, in as few cache lines as it takes.
    struct program {
        std::vector<marks>
            needs; ///< of each rule: most can be passed over without a look at their conditions
        std::vector<rules::share> shares;
        std::vector<std::uint32_t> ends; ///< of each rule's conditions
        std::vector<condition> conditions;
        sticky_list sticky;
        bool asks(std::size_t rule) const { return ends[rule] != (rule == 0 ? 0 : ends[rule - 1]); }
        bool holds(std::size_t rule, facts const& request) const;
    };

public:
    /// The programs of one snapshot's policies, while it is built.
    class programs {
        friend class policy;
        std::shared_ptr<program const> find_or_make(sticky_list sticky, std::vector<rule> const& rules);
        std::unordered_multimap<std::size_t, std::shared_ptr<program const>> made_;
    };

    /// Only `sticky` and `salt` of the options count. Errors (of `sticky`) have keys relative to the feature;
    /// there are none for options that table::compile() has accepted.
    static boost::system::result<policy, std::vector<option_error>> compile(feature_options const& options,
                                                                            feature_rules rules);
    static boost::system::result<policy, std::vector<option_error>>
    compile(feature_options const& options, feature_rules rules, programs& shared);

    /// `random_bucket` (0 to 9999, uniform) is used where no sticky key is present. `fresh_id` is the id that
    /// a new `ficus` cookie would get: it is the key, and `issue` is set, when the list ends in `issue`, no
    /// other key is present and the deciding share is neither 0 nor 100 %. When it is empty, as for
    /// `explain`, `issue` is set and the draw is random. Allocates nothing.
    decision decide(facts const& request, std::uint16_t random_bucket, std::string_view fresh_id = {}) const;

    /// The bucket (0 to 9999) that a sticky sample of the requests is drawn by: of the same key as the
    /// decision's, and independent of it, so that a sample is not all of one side. `random_bucket` where no
    /// key is present; `issued_id` is the id that this request's answer sets the `ficus` cookie to, if any.
    /// Allocates nothing.
    std::uint16_t sample_bucket(facts const& request, std::uint16_t random_bucket,
                                std::string_view issued_id = {}) const;

    /// Whether decide() may have a use for a fresh id.
    bool may_issue() const { return may_issue_; }
    feature_rules const& rules() const { return rules_; }
    share shadow() const { return shadow_; }

private:
    std::shared_ptr<program const> program_;
    std::string salt_;
    share shadow_;
    bool may_issue_ = false;
    std::string sample_salt_;
    feature_rules rules_;
};

} // namespace ficus::rules
