#pragma once

#include "facade/shadow/histogram.hpp"
#include "facade/shadow/store.hpp"
#include "rules/sqlite.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ficus::shadow {

/// What a row of shadow.db's counts says, in the table's order.
struct counts_row {
    static constexpr std::size_t size = 12;
    /// eligible, chosen, compared, matched, legacy_again, modern_again, legacy_again_differed,
    /// modern_again_differed, legacy_asked, legacy_failed, modern_asked, modern_failed
    std::array<std::int64_t, size> numbers{};
    histogram legacy_latency, modern_latency;
};

/// Many rows' sum.
struct counts_sum {
    std::array<std::int64_t, counts_row::size> numbers{};
    histogram_sum legacy_latency, modern_latency;

    counts_row total() const { return {numbers, legacy_latency.total(), modern_latency.total()}; }
};

/// The table's columns from `eligible` on, as read_counts() takes them.
inline constexpr char const* counts_columns =
    "eligible, chosen, compared, matched, legacy_again, modern_again, legacy_again_differed,"
    " modern_again_differed, legacy_asked, legacy_failed, modern_asked, modern_failed, legacy_latency,"
    " modern_latency";
/// Adds the row whose counts begin at that column to `into`; a latency that cannot be read is
/// rules::fault::corrupt.
store_result<void> read_counts(rules::sqlite const& db, rules::sqlite::row const& row, int first,
                               counts_sum& into);

/// Adds to what stands there. Histograms merge here and not in SQL: one process writes the store.
store_result<void> add_counts(rules::sqlite& db, std::int64_t window, std::int64_t operation,
                              std::int64_t start, counts_row const& more);

} // namespace ficus::shadow
