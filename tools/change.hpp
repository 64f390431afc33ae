#pragma once

#include "rules/store.hpp"
#include "tools/command_line.hpp"
#include "tools/failure.hpp"
#include "tools/surroundings.hpp"

#include <optional>
#include <string>

namespace ficus::tools {

/// What flip, unflip, shadow and rollback have in common: the configured feature is found, `edit` (none: a
/// rollback, `to` that revision) is committed with its audit, and before, after and where it is live are
/// shown.
struct wanted_change {
    std::string feature;
    rules::rules_edit edit;
    std::optional<std::uint64_t> to;
    change_options options;
};
outcome change_rules(wanted_change const& wanted, common_options const& common, surroundings& around);

} // namespace ficus::tools
