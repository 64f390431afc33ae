#pragma once

#include "facade/shadow/feature_report.hpp"
#include "facade/shadow/store.hpp"
#include "rules/store.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ficus::shadow {

struct report {
    time_point since; ///< a boundary of what is stored
    time_point until;
    std::vector<feature_report> features;
    /// The worst of the features: `not_ready` before `insufficient` before `ready`; `insufficient` when there
    /// are none.
    shadow::verdict worst() const;
};

struct report_wants {
    bool over_time = false;  ///< slices, and who changed the shares
    std::size_t samples = 0; ///< of each field at most so many pairs
};

/// Reads the window that ends at `now`. Without a store (nothing was ever recorded) all figures are 0.
/// `history`: rules::store::history(), newest first; looked at only where changes over time are asked for.
store_result<report> make_report(store const* store, std::vector<report_subject> const& subjects,
                                 std::span<rules::revision_entry const> history, report_wants wants,
                                 std::chrono::milliseconds window, time_point now);

/// The feature's changes from the one that held at `since`, oldest first. `history` is newest first.
std::vector<share_change> changes_since(std::span<rules::revision_entry const> history,
                                        std::string_view feature, time_point since);

/// 2026-03-04T05:06:07.089Z
std::string iso_time(time_point at);

} // namespace ficus::shadow
