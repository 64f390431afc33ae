#pragma once

#include "rules/store.hpp"

namespace ficus::app {

/// What is served from now on, after `fresh` was read while `served` was in force. The same store simply says
/// how things are. Another one (rules.db was deleted and made anew, or replaced) says nothing of features
/// that were never changed in it: those keep the rules that they had, since nobody has asked for their
/// traffic to move.
rules::rule_set merge(rules::rule_set const& served, rules::rule_set fresh);

} // namespace ficus::app
