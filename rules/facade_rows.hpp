#pragma once

#include "rules/error.hpp"
#include "rules/sqlite.hpp"
#include "rules/store.hpp"

#include <boost/system/result.hpp>

#include <vector>

namespace ficus::rules {

// The rows of running facades. They are bookkeeping: no revision, and not worth waiting for the disk.

boost::system::result<void, error> announce(sqlite& db, facade_entry const& facade);
boost::system::result<void, error> record_live(sqlite& db, pid_t pid, std::uint64_t revision,
                                               clocks const& now);
boost::system::result<void, error> withdraw(sqlite& db, pid_t pid);
boost::system::result<std::vector<facade_entry>, error> running_facades(sqlite& db);

} // namespace ficus::rules
