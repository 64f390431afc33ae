#pragma once

#include "rules/condition.hpp"
#include "rules/error.hpp"
#include "rules/share.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// The share of the requests that satisfy all of `when` that goes to modern.
struct rule {
    std::vector<condition> when; ///< empty: every request
    rules::share share;
};

/// Same conditions, in whatever order and however often, and the same share.
bool operator==(rule const& a, rule const& b);

/// Where a feature's traffic goes now. The first rule whose conditions all hold decides; the last has none.
/// As made here: everything to legacy, nothing shadowed.
struct feature_rules {
    std::string feature;
    std::vector<rule> rules{rule{}};
    rules::share shadow;
    std::uint64_t revision = 0; ///< of this feature's newest change; 0: never changed
};

/// The rules and the shadow rate are the same, whatever the revisions.
bool same_rules(feature_rules const& a, feature_rules const& b);

/// Where a feature stands. (`retired` comes with the command that retires.)
enum class phase : std::uint8_t {
    legacy, ///< nothing goes to modern, nothing is shadowed
    shadow, ///< nothing goes to modern, some is shadowed
    split,  ///< between
    modern, ///< every rule is at 100 %
};
std::string_view name_of(phase p);
phase phase_of(feature_rules const& f);

/// Where a conditional rule that is new is put among the others.
enum class placement : std::uint8_t { after_conditional, first };

/// Sets the share of the rule with exactly these conditions; adds one when there is none. Without conditions:
/// the last rule's.
feature_rules flip(feature_rules before, std::vector<condition> when, share to,
                   placement where = placement::after_conditional);
/// Removes the rule with exactly these conditions: fault::no_such_rule when there is none, fault::invalid
/// without conditions, since the last rule always stays.
boost::system::result<feature_rules, error> unflip(feature_rules before, std::vector<condition> const& when);
feature_rules set_shadow(feature_rules before, share rate);

/// `header:X-Beta=1 and method=GET`, or `every request`.
std::string describe(std::span<condition const> when);

} // namespace ficus::rules
