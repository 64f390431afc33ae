#pragma once

#include "rules/store.hpp"
#include "unit/rules/results.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::test {

inline rules::share percent(char const* text) {
    return rules::share::parse(text).value();
}

inline std::vector<rules::condition> conditions(std::vector<std::string> const& texts) {
    std::vector<rules::condition> made;
    for (auto const& text : texts) made.push_back(ok(rules::condition::parse(text)));
    return made;
}

inline rules::change_request to_flip(std::string feature, rules::share to,
                                     std::vector<std::string> const& when = {}) {
    rules::change_request request;
    request.feature = std::move(feature);
    request.edit = [to, when = conditions(when)](rules::feature_rules before) {
        return rules::flip(std::move(before), when, to);
    };
    request.audit = {"ana", "because", "ficus flip"};
    return request;
}

inline rules::change_request to_shadow(std::string feature, rules::share rate) {
    rules::change_request request;
    request.feature = std::move(feature);
    request.edit = [rate](rules::feature_rules before) { return rules::set_shadow(std::move(before), rate); };
    return request;
}

inline rules::rollback_request to_roll_back(std::string feature, std::optional<std::uint64_t> to = {}) {
    rules::rollback_request request;
    request.feature = std::move(feature);
    request.to = to;
    return request;
}

/// `header:A=1: 10%; every request: 0%; shadow 5%`
inline std::string shown(rules::feature_rules const& f) {
    std::string text;
    for (auto const& r : f.rules) text += rules::describe(r.when) + ": " + r.share.to_string() + "; ";
    return text + "shadow " + f.shadow.to_string();
}

} // namespace ficus::test
