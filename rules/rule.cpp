#include "rules/rule.hpp"

#include <algorithm>

namespace ficus::rules {

namespace {

bool all_in(std::vector<condition> const& some, std::vector<condition> const& others) {
    return std::all_of(some.begin(), some.end(), [&](condition const& c) {
        return std::find(others.begin(), others.end(), c) != others.end();
    });
}

bool same_conditions(std::vector<condition> const& a, std::vector<condition> const& b) {
    return all_in(a, b) && all_in(b, a);
}

auto rule_with(std::vector<rule>& rules, std::vector<condition> const& when) {
    return std::find_if(rules.begin(), rules.end(),
                        [&](rule const& r) { return same_conditions(r.when, when); });
}

std::vector<condition> each_once(std::vector<condition> const& when) {
    std::vector<condition> kept;
    for (auto const& c : when)
        if (std::find(kept.begin(), kept.end(), c) == kept.end()) kept.push_back(c);
    return kept;
}

} // namespace

bool operator==(rule const& a, rule const& b) {
    return a.share == b.share && same_conditions(a.when, b.when);
}

bool same_rules(feature_rules const& a, feature_rules const& b) {
    return a.rules == b.rules && a.shadow == b.shadow;
}

std::string_view name_of(phase p) {
    switch (p) {
    case phase::legacy: return "legacy";
    case phase::shadow: return "shadow";
    case phase::split: return "split";
    case phase::modern: return "modern";
    }
    return "";
}

phase phase_of(feature_rules const& f) {
    auto const everywhere = [&](share s) {
        return std::all_of(f.rules.begin(), f.rules.end(), [&](rule const& r) { return r.share == s; });
    };
    if (everywhere(share::none())) return f.shadow == share::none() ? phase::legacy : phase::shadow;
    return everywhere(share::all()) ? phase::modern : phase::split;
}

feature_rules flip(feature_rules before, std::vector<condition> when, share to, placement where) {
    auto& rules = before.rules;
    if (auto const found = rule_with(rules, when); found != rules.end()) {
        found->share = to;
        return before;
    }
    auto const last = rules.end() - 1;
    rules.insert(where == placement::first ? rules.begin() : last, rule{each_once(when), to});
    return before;
}

boost::system::result<feature_rules, error> unflip(feature_rules before, std::vector<condition> const& when) {
    if (when.empty())
        return error{fault::invalid,
                     "the rule without a condition always stays; name the conditions of the one to "
                     "remove, or flip the feature to legacy"};
    auto const found = rule_with(before.rules, when);
    if (found == before.rules.end()) {
        std::string others;
        for (auto const& r : before.rules)
            if (!r.when.empty()) others += (others.empty() ? "" : "; ") + describe(r.when);
        return error{
            fault::no_such_rule,
            "feature `" + before.feature + "` has no rule for " + describe(when) +
                (others.empty() ? "; it has no conditional rules" : "; it has rules for: " + others)};
    }
    before.rules.erase(found);
    return before;
}

feature_rules set_shadow(feature_rules before, share rate) {
    before.shadow = rate;
    return before;
}

std::string describe(std::span<condition const> when) {
    if (when.empty()) return "every request";
    std::string text;
    for (auto const& c : when) text += (text.empty() ? "" : " and ") + c.to_string();
    return text;
}

} // namespace ficus::rules
