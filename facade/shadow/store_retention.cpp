#include "facade/shadow/store_retention.hpp"

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store_counts.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace ficus::shadow {

namespace {

using rules::sqlite;

/// Of rows that begin before ?1, what is added to the rows of ?2 minutes that they fall into.
constexpr std::array<char const*, 5> other_sums = {
    "INSERT INTO skipped SELECT window, operation, start - start % ?2 AS wide, reason, sum(count)"
    " FROM skipped WHERE start < ?1 AND start % ?2 <> 0 GROUP BY window, operation, wide, reason"
    " ON CONFLICT DO UPDATE SET count = count + excluded.count",
    "INSERT INTO statuses SELECT window, operation, start - start % ?2 AS wide, legacy, modern, sum(count)"
    " FROM statuses WHERE start < ?1 AND start % ?2 <> 0 GROUP BY window, operation, wide, legacy, modern"
    " ON CONFLICT DO UPDATE SET count = count + excluded.count",
    "INSERT INTO differing SELECT window, operation, start - start % ?2 AS wide, field, sum(count),"
    " sum(legacy_noise), sum(modern_noise) FROM differing WHERE start < ?1 AND start % ?2 <> 0"
    " GROUP BY window, operation, wide, field"
    " ON CONFLICT DO UPDATE SET count = count + excluded.count,"
    " legacy_noise = legacy_noise + excluded.legacy_noise,"
    " modern_noise = modern_noise + excluded.modern_noise",
    "INSERT INTO mismatches SELECT window, operation, start - start % ?2 AS wide, set_id, sum(count)"
    " FROM mismatches WHERE start < ?1 AND start % ?2 <> 0 GROUP BY window, operation, wide, set_id"
    " ON CONFLICT DO UPDATE SET count = count + excluded.count",
    "INSERT INTO served SELECT feature, start - start % ?2 AS wide, sum(legacy), sum(modern),"
    " sum(legacy_failed), sum(modern_failed) FROM served WHERE start < ?1 AND start % ?2 <> 0"
    " GROUP BY feature, wide"
    " ON CONFLICT DO UPDATE SET legacy = legacy + excluded.legacy, modern = modern + excluded.modern,"
    " legacy_failed = legacy_failed + excluded.legacy_failed,"
    " modern_failed = modern_failed + excluded.modern_failed"};

} // namespace

store_result<std::uint64_t> store_retention::used_bytes() {
    auto const pages = db_.number("PRAGMA page_count");
    if (!pages) return pages.error();
    auto const unused = db_.number("PRAGMA freelist_count");
    if (!unused) return unused.error();
    auto const size = db_.number("PRAGMA page_size");
    if (!size) return size.error();
    return static_cast<std::uint64_t>((pages->value_or(0) - unused->value_or(0)) * size->value_or(0));
}

store_result<std::uint64_t> store_retention::remove(char const* sql,
                                                    std::initializer_list<sqlite::argument> arguments) {
    auto ran = db_.run(sql, arguments);
    if (!ran) return ran.error();
    return static_cast<std::uint64_t>(db_.changed_rows());
}

store_result<std::uint64_t> store_retention::remove_before(std::int64_t minute) {
    std::uint64_t removed = 0;
    for (auto const* sql :
         {"DELETE FROM counts WHERE start < ?1", "DELETE FROM skipped WHERE start < ?1",
          "DELETE FROM statuses WHERE start < ?1", "DELETE FROM differing WHERE start < ?1",
          "DELETE FROM mismatches WHERE start < ?1", "DELETE FROM served WHERE start < ?1"}) {
        auto const some = remove(sql, {minute});
        if (!some) return some;
        removed += *some;
    }
    return removed;
}

store_result<std::uint64_t> store_retention::remove_lone_pairs() {
    return remove("DELETE FROM pairs WHERE NOT EXISTS (SELECT 1 FROM samples WHERE samples.pair = pairs.id)",
                  {});
}

store_result<std::uint64_t> store_retention::remove_pairs_before(std::int64_t at_ms) {
    auto const samples =
        remove("DELETE FROM samples WHERE pair IN (SELECT id FROM pairs WHERE at_ms < ?1)", {at_ms});
    if (!samples) return samples;
    auto const pairs = remove("DELETE FROM pairs WHERE at_ms < ?1", {at_ms});
    if (!pairs) return pairs;
    return *samples + *pairs;
}

store_result<std::uint64_t> store_retention::thin_samples() {
    auto const samples =
        remove("DELETE FROM samples WHERE id IN (SELECT id FROM (SELECT samples.id,"
               " row_number() OVER (PARTITION BY window, field ORDER BY samples.id) AS from_oldest,"
               " row_number() OVER (PARTITION BY window, field ORDER BY samples.id DESC) AS from_newest"
               " FROM samples JOIN pairs ON pairs.id = pair) WHERE from_oldest > 1 AND from_newest > 3)",
               {});
    if (!samples) return samples;
    auto const pairs = remove_lone_pairs();
    if (!pairs) return pairs;
    return *samples + *pairs;
}

store_result<std::uint64_t> store_retention::remove_pairs_of_old_windows() {
    auto const pairs = remove("DELETE FROM pairs WHERE window NOT IN (SELECT id FROM windows WHERE last_ms ="
                              " (SELECT max(last_ms) FROM windows AS others"
                              " WHERE others.feature = windows.feature))",
                              {});
    if (!pairs) return pairs;
    auto const samples = remove("DELETE FROM samples WHERE pair NOT IN (SELECT id FROM pairs)", {});
    if (!samples) return samples;
    return *samples + *pairs;
}

/// The oldest tenth: of pairs while there are any to speak of, since the figures matter more, else of counts.
store_result<std::uint64_t> store_retention::remove_oldest() {
    auto const pairs = db_.number("SELECT count(*) FROM pairs");
    if (!pairs) return pairs.error();
    if (pairs->value_or(0) >= 10) {
        auto const until =
            db_.number("SELECT at_ms FROM pairs ORDER BY at_ms LIMIT 1 OFFSET ?1", {**pairs / 10});
        if (!until) return until.error();
        return remove_pairs_before(until->value_or(0) + 1);
    }
    auto const first =
        db_.number("SELECT min(start) FROM (SELECT start FROM counts UNION ALL SELECT start FROM served)");
    if (!first) return first.error();
    auto const last =
        db_.number("SELECT max(start) FROM (SELECT start FROM counts UNION ALL SELECT start FROM served)");
    if (!last) return last.error();
    auto const span = last->value_or(0) - first->value_or(0);
    auto const until = first->value_or(0) + span / 10 + 1;
    auto const counts = remove_before(until);
    if (!counts) return counts;
    auto const samples = remove_pairs_before(until * 60'000);
    if (!samples) return samples;
    return *counts + *samples;
}

store_result<void> store_retention::forget_unused() {
    for (auto const* sql : {"DELETE FROM windows WHERE id NOT IN (SELECT window FROM counts) AND id NOT IN "
                            "(SELECT window FROM pairs)",
                            "DELETE FROM shapes WHERE window NOT IN (SELECT id FROM windows)",
                            "DELETE FROM sets WHERE id NOT IN (SELECT set_id FROM mismatches)",
                            "DELETE FROM operations WHERE id NOT IN (SELECT operation FROM counts)"})
        if (auto gone = db_.run(sql); !gone) return gone;
    // Sets name their fields in a list.
    return db_.run("WITH RECURSIVE named (field, rest) AS (SELECT 0, fields || ',' FROM sets UNION"
                   " SELECT CAST(substr(rest, 1, instr(rest, ',') - 1) AS INTEGER),"
                   " substr(rest, instr(rest, ',') + 1) FROM named WHERE rest <> '')"
                   " DELETE FROM fields WHERE id NOT IN (SELECT field FROM named)"
                   " AND id NOT IN (SELECT field FROM differing) AND id NOT IN (SELECT field FROM samples)"
                   " AND id NOT IN (SELECT field FROM shapes)");
}

store_result<std::uint64_t> store_retention::prune(retention const& keep, time_point now) {
    auto const oldest = now - keep.age;
    auto const counts = remove_before(batch::minute_of(oldest));
    if (!counts) return counts;
    auto const pairs = remove_pairs_before(oldest.time_since_epoch().count());
    if (!pairs) return pairs;
    std::uint64_t removed = *counts + *pairs;
    for (int step = 0;; ++step) {
        auto const used = used_bytes();
        if (!used) return used.error();
        if (*used <= keep.bytes) break;
        auto const some = step == 0   ? thin_samples()
                          : step == 1 ? remove_pairs_of_old_windows()
                          : step == 2 ? remove_before(batch::minute_of(now - row_widths.back().age))
                                      : remove_oldest();
        if (!some) return some;
        if (*some == 0 && step > 2) break;
        removed += *some;
    }
    if (removed > 0)
        if (auto forgotten = forget_unused(); !forgotten) return forgotten.error();
    return removed;
}

store_result<std::uint64_t> store_retention::roll_up(time_point now) {
    std::uint64_t gone = 0;
    for (auto const& width : row_widths) {
        auto const some = widen(width, now);
        if (!some) return some;
        gone += *some;
    }
    return gone;
}

store_result<std::uint64_t> store_retention::widen(row_width const& to, time_point now) {
    auto const before = batch::minute_of(now - to.age) / to.minutes * to.minutes;
    if (auto added = widen_counts(before, to.minutes); !added) return added.error();
    for (auto const* add_up : other_sums)
        if (auto added = db_.run(add_up, {before, to.minutes}); !added) return added.error();
    std::uint64_t gone = 0;
    for (auto const* drop : {"DELETE FROM counts WHERE start < ?1 AND start % ?2 <> 0",
                             "DELETE FROM skipped WHERE start < ?1 AND start % ?2 <> 0",
                             "DELETE FROM statuses WHERE start < ?1 AND start % ?2 <> 0",
                             "DELETE FROM differing WHERE start < ?1 AND start % ?2 <> 0",
                             "DELETE FROM mismatches WHERE start < ?1 AND start % ?2 <> 0",
                             "DELETE FROM served WHERE start < ?1 AND start % ?2 <> 0"}) {
        auto const some = remove(drop, {before, to.minutes});
        if (!some) return some;
        gone += *some;
    }
    return gone;
}

store_result<void> store_retention::widen_counts(std::int64_t before, std::int64_t minutes) {
    struct wide_row {
        std::int64_t window = 0, operation = 0, start = 0;
        counts_row counts;
    };
    counts_sum sum; // of the last of them
    std::vector<wide_row> all;
    static auto const select = std::string("SELECT window, operation, start - start % ?2, ") +
                               counts_columns +
                               " FROM counts WHERE start < ?1 AND start % ?2 <> 0"
                               " ORDER BY window, operation, start";
    auto read = db_.run(select.c_str(), {before, minutes}, [&](sqlite::row const& row) -> store_result<void> {
        if (all.empty() || all.back().window != row.number(0) || all.back().operation != row.number(1) ||
            all.back().start != row.number(2)) {
            if (!all.empty()) all.back().counts = std::exchange(sum, {}).total();
            all.push_back({row.number(0), row.number(1), row.number(2), {}});
        }
        return read_counts(db_, row, 3, sum);
    });
    if (!read) return read;
    if (!all.empty()) all.back().counts = sum.total();
    for (auto const& one : all)
        if (auto added = add_counts(db_, one.window, one.operation, one.start, one.counts); !added)
            return added;
    return {};
}

} // namespace ficus::shadow
