#pragma once

#include "rules/store.hpp"

#include <boost/json/array.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ficus::tools {

/// Which running facades serve a change, and how soon after its commit they did.
struct going_live {
    struct facade {
        pid_t pid = 0;
        double after_ms = 0.0;
    };
    std::vector<facade> live;
    std::vector<rules::facade_entry> waiting; ///< those that had not recorded the revision by the end
    std::string trouble;                      ///< why the facades could not be asked; else empty
};

/// How the waiting is done: `elapsed` since it began, `pause` before the next look.
struct patience {
    std::chrono::milliseconds most{2000};
    std::function<std::chrono::nanoseconds()> elapsed;
    std::function<void(std::chrono::milliseconds)> pause;
    static patience real();
};

/// Waits until every running facade has recorded the change's revision, or a later one.
going_live wait_until_live(rules::store& store, rules::change_result const& change, patience const& how);

/// `live on 1 facade after 6 ms`, or that none runs.
std::string sentence(going_live const& seen);

/// `[{"pid": 4711, "after_ms": 5.8}]`
boost::json::array live_json(going_live const& seen);

} // namespace ficus::tools
