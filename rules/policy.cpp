#include "rules/policy.hpp"

#include "rules/bucket.hpp"

#include <algorithm>

namespace ficus::rules {

namespace {

bool all_hold(std::vector<condition> const& when, facts const& request) {
    return std::all_of(when.begin(), when.end(), [&](condition const& c) { return c.holds(request); });
}

bool is_split(share s) {
    return s != share::none() && s != share::all();
}

} // namespace

boost::system::result<policy, std::vector<option_error>> policy::compile(feature_options const& options,
                                                                         feature_rules rules) {
    auto sticky = sticky_list::compile(options.sticky);
    if (!sticky) return sticky.error();
    policy made;
    made.rules_ = std::move(rules);
    for (auto const& r : made.rules_.rules) {
        marks needed = 0;
        for (auto const& c : r.when) needed |= c.needs();
        made.needs_.push_back(needed);
    }
    made.salt_ = options.salt.value_or(options.name);
    made.sticky_ = std::move(*sticky);
    made.may_issue_ = made.sticky_.issues() && std::any_of(made.rules_.rules.begin(), made.rules_.rules.end(),
                                                           [](rule const& r) { return is_split(r.share); });
    return made;
}

decision policy::decide(facts const& request, std::uint16_t random_bucket, std::string_view fresh_id) const {
    decision made;
    // Without a rule that matches, which no feature_rules has, everything stays with legacy.
    for (std::size_t i = 0; i < needs_.size(); ++i) {
        if ((needs_[i] & ~request.seen) != 0 || !all_hold(rules_.rules[i].when, request)) continue;
        made.rule = i;
        made.share = rules_.rules[i].share;
        break;
    }
    if (auto const found = sticky_.find(request, salt_)) {
        made.bucket = found->bucket;
        made.key_source = found->source;
    } else if (may_issue_ && is_split(made.share)) {
        made.issue = true;
        if (!fresh_id.empty()) {
            made.bucket = bucket_of(salt_, fresh_id);
            made.key_source = sticky_.sources().back().text;
        }
    }
    made.side = made.share.takes(made.bucket.value_or(random_bucket)) ? side::modern : side::legacy;
    return made;
}

} // namespace ficus::rules
