#include "rules/policy.hpp"

#include "rules/bucket.hpp"

#include <algorithm>
#include <functional>

namespace ficus::rules {

namespace {

bool is_split(share s) {
    return s != share::none() && s != share::all();
}

void mix(std::size_t& hash, std::size_t more) {
    hash = (hash ^ more) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
}

/// Of what programs are told apart by, but for the letter case of headers' names, so that most differ.
std::size_t hash_of(sticky_list const& sticky, std::vector<rule> const& rules) {
    std::size_t hash = rules.size();
    std::hash<std::string> const text;
    for (auto const& source : sticky.sources()) mix(hash, text(source.text));
    for (auto const& r : rules) {
        mix(hash, r.share.hundredths() + (r.when.size() << 16));
        for (auto const& c : r.when) {
            mix(hash, static_cast<std::size_t>(c.what()) * 8 + static_cast<std::size_t>(c.how()));
            mix(hash, text(c.value()));
        }
    }
    return hash;
}

} // namespace

bool policy::program::holds(std::size_t rule, facts const& request) const {
    auto const* const all = conditions.data();
    auto const begin = rule == 0 ? 0 : ends[rule - 1];
    return std::all_of(all + begin, all + ends[rule], [&](condition const& c) { return c.holds(request); });
}

std::shared_ptr<policy::program const> policy::programs::find_or_make(sticky_list sticky,
                                                                      std::vector<rule> const& rules) {
    auto const same = [&](program const& p) {
        if (p.shares.size() != rules.size() || !(p.sticky == sticky)) return false;
        std::size_t at = 0;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            auto const& when = rules[i].when;
            if (p.shares[i] != rules[i].share || p.ends[i] - at != when.size() ||
                !std::equal(when.begin(), when.end(), p.conditions.begin() + static_cast<std::ptrdiff_t>(at)))
                return false;
            at = p.ends[i];
        }
        return true;
    };
    auto const hash = hash_of(sticky, rules);
    auto const [first, last] = made_.equal_range(hash);
    for (auto at = first; at != last; ++at)
        if (same(*at->second)) return at->second;
    auto made = std::make_shared<program>();
    made->sticky = std::move(sticky);
    for (auto const& r : rules) {
        marks needed = 0;
        for (auto const& c : r.when) needed |= c.needs();
        made->needs.push_back(needed);
        made->shares.push_back(r.share);
        made->conditions.insert(made->conditions.end(), r.when.begin(), r.when.end());
        made->ends.push_back(static_cast<std::uint32_t>(made->conditions.size()));
    }
    return made_.emplace(hash, std::move(made))->second;
}

boost::system::result<policy, std::vector<option_error>> policy::compile(feature_options const& options,
                                                                         feature_rules rules) {
    programs its_own;
    return compile(options, std::move(rules), its_own);
}

boost::system::result<policy, std::vector<option_error>>
policy::compile(feature_options const& options, feature_rules rules, programs& shared) {
    auto sticky = sticky_list::compile(options.sticky);
    if (!sticky) return sticky.error();
    policy made;
    made.program_ = shared.find_or_make(std::move(*sticky), rules.rules);
    made.salt_ = options.salt.value_or(options.name);
    made.sample_salt_ = made.salt_ + "\x1Fshadow";
    made.shadow_ = rules.shadow;
    made.may_issue_ =
        made.program_->sticky.issues() &&
        std::any_of(rules.rules.begin(), rules.rules.end(), [](rule const& r) { return is_split(r.share); });
    made.rules_ = std::move(rules);
    return made;
}

decision policy::decide(facts const& request, std::uint16_t random_bucket, std::string_view fresh_id) const {
    decision made;
    auto const& p = *program_;
    auto const absent = ~request.seen;
    auto const* const needs = p.needs.data();
    // Without a rule that matches, which no feature_rules has, everything stays with legacy.
    for (std::size_t i = 0, rules = p.needs.size(); i < rules; ++i) {
        if ((needs[i] & absent) != 0 || (p.asks(i) && !p.holds(i, request))) continue;
        made.rule = i;
        made.share = p.shares[i];
        break;
    }
    if (auto const found = p.sticky.may_find(request) ? p.sticky.find(request, salt_) : std::nullopt) {
        made.bucket = found->bucket;
        made.key_source = found->source;
    } else if (may_issue_ && is_split(made.share)) {
        made.issue = true;
        if (!fresh_id.empty()) {
            made.bucket = bucket_of(salt_, fresh_id);
            made.key_source = p.sticky.sources().back().text;
        }
    }
    made.side = made.share.takes(made.bucket.value_or(random_bucket)) ? side::modern : side::legacy;
    return made;
}

std::uint16_t policy::sample_bucket(facts const& request, std::uint16_t random_bucket,
                                    std::string_view issued_id) const {
    auto const& sticky = program_->sticky;
    if (sticky.may_find(request))
        if (auto const found = sticky.find(request, sample_salt_)) return found->bucket;
    return issued_id.empty() ? random_bucket : bucket_of(sample_salt_, issued_id);
}

} // namespace ficus::rules
