#pragma once

#include "rules/error.hpp"
#include "rules/sqlite.hpp"

#include <boost/system/result.hpp>

#include <span>
#include <string>

namespace ficus::rules {

/// One step from a schema version to the next, as SQL.
using migration = std::string;

/// What rules.db has gone through so far: version n is what the first n make.
std::span<migration const> rules_migrations();

/// Brings the file to the newest version, in one transaction: all of it or nothing. fault::newer_schema when
/// it is further than these migrations go; fault::not_a_store when it is another program's; fault::missing
/// when it is empty and `create` is false.
boost::system::result<void, error> migrate(sqlite& db, std::span<migration const> steps, bool create);

} // namespace ficus::rules
