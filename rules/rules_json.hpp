#pragma once

#include "rules/error.hpp"
#include "rules/rule.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// Rules and shadow rate as rules.db keeps them:
/// `{"rules":[{"when":["header:X-Beta=1"],"share":"100%"},{"when":[],"share":"25%"}],"shadow":"10%"}`.
std::string to_json(feature_rules const& rules);
/// fault::corrupt for what to_json() did not write. `feature` and `revision` are left empty.
boost::system::result<feature_rules, error> rules_from_json(std::string_view text);

std::string to_json(std::vector<std::string> const& texts);
boost::system::result<std::vector<std::string>, error> texts_from_json(std::string_view text);

} // namespace ficus::rules
