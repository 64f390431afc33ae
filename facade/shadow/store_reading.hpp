#pragma once

#include "facade/shadow/store.hpp"
#include "facade/shadow/store_figures.hpp"
#include "rules/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// Reads what store::figures() returns, within a transaction that the caller holds. One use.
class figures_reading {
public:
    figures_reading(rules::sqlite& db, time_point since, time_point until);
    store_result<window_figures> read(std::string_view feature, std::string_view fingerprint, bool over_time);

private:
    using set_counts = std::vector<std::uint64_t>; ///< by the set's place in sets_
    using field_counts = std::map<std::int64_t, counted_field>;

    store_result<void> find_window(std::string_view feature, std::string_view fingerprint);
    void make_slices();
    store_result<void> read_other_windows();
    store_result<void> read_operations();
    store_result<void> read_totals();
    store_result<void> read_skipped();
    store_result<void> read_statuses();
    store_result<void> read_differing();
    store_result<void> read_fields();
    store_result<void> read_mismatches();
    store_result<void> read_shapes();
    store_result<void> read_served();
    counted_field named(std::int64_t field) const;
    counted_slice* slice_at(std::int64_t start);
    void put_together();
    void put_fields(tally& into, field_counts&& fields, set_counts const& sets) const;
    void put_sets(tally& into, set_counts const& sets) const;

    rules::sqlite& db_;
    std::int64_t from_ = 0; ///< minutes since 1970, both included
    std::int64_t to_ = 0;
    std::int64_t width_ = 1;       ///< of rows as old as `from_`, in minutes
    std::int64_t slice_width_ = 1; ///< minutes
    std::int64_t feature_ = 0;     ///< 0: nothing is stored of it
    std::int64_t window_ = 0;      ///< likewise
    window_figures made_;

    // By the operation's place in made_.operations; by the store's ids within.
    std::map<std::int64_t, std::size_t> places_;
    std::vector<field_counts> differing_;
    std::vector<set_counts> mismatches_;
    std::map<std::int64_t, std::pair<std::string, acl::difference_kind>> fields_;
    std::vector<std::vector<std::int64_t>> sets_;
    std::unordered_map<std::int64_t, std::size_t> set_places_;
};

} // namespace ficus::shadow
