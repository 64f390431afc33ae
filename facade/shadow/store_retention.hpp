#pragma once

#include "facade/shadow/store.hpp"
#include "rules/sqlite.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>

namespace ficus::shadow {

/// How wide rows of counts are by their age: a minute, ten minutes past the first age, an hour past the
/// second.
struct row_width {
    std::chrono::minutes age;
    std::int64_t minutes = 1;
};
inline constexpr std::array<row_width, 2> row_widths = {
    {{std::chrono::hours(3), 10}, {std::chrono::hours(3 * 24), 60}}};

/// Takes out of shadow.db what is too old or too much, and makes old counts coarser. Within a transaction
/// that the caller holds; known_rows are to be forgotten after it. Each says how many rows went.
class store_retention {
public:
    explicit store_retention(rules::sqlite& db) : db_(db) {}

    /// What is older than `keep` allows, then, until the rest fits: sample pairs but one old and three new
    /// ones of a field, the pairs of windows that are not current, counts past three days, and then the
    /// oldest.
    store_result<std::uint64_t> prune(retention const& keep, time_point now);
    store_result<std::uint64_t> roll_up(time_point now);
    store_result<std::uint64_t> used_bytes();

private:
    store_result<std::uint64_t> remove(char const* sql,
                                       std::initializer_list<rules::sqlite::argument> arguments);
    store_result<std::uint64_t> remove_before(std::int64_t minute);
    store_result<std::uint64_t> remove_pairs_before(std::int64_t at_ms);
    store_result<std::uint64_t> remove_lone_pairs();
    store_result<std::uint64_t> thin_samples();
    store_result<std::uint64_t> remove_pairs_of_old_windows();
    store_result<std::uint64_t> remove_oldest();
    store_result<void> forget_unused();
    store_result<std::uint64_t> widen(row_width const& to, time_point now);
    store_result<void> widen_counts(std::int64_t before, std::int64_t minutes);

    rules::sqlite& db_;
};

} // namespace ficus::shadow
