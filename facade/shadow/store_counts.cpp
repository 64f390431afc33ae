#include "facade/shadow/store_counts.hpp"

#include <string>

namespace ficus::shadow {

using rules::sqlite;

store_result<void> read_counts(sqlite const& db, sqlite::row const& row, int first, counts_sum& into) {
    auto const last = first + static_cast<int>(counts_row::size);
    for (std::size_t i = 0; i < counts_row::size; ++i)
        into.numbers[i] += row.number(first + static_cast<int>(i));
    if (into.legacy_latency.add(row.text(last)) && into.modern_latency.add(row.text(last + 1))) return {};
    return store_error{rules::fault::corrupt,
                       "`" + db.path().string() +
                           "` holds a latency that cannot be read; move the file away to begin anew"};
}

store_result<void> add_counts(sqlite& db, std::int64_t window, std::int64_t operation, std::int64_t start,
                              counts_row const& more) {
    static auto const select = std::string("SELECT ") + counts_columns +
                               " FROM counts WHERE window = ?1 AND operation = ?2 AND start = ?3";
    counts_sum before;
    auto read = db.run(select.c_str(), {window, operation, start},
                       [&](sqlite::row const& row) { return read_counts(db, row, 0, before); });
    if (!read) return read;
    auto sum = before.total();
    for (std::size_t i = 0; i < counts_row::size; ++i) sum.numbers[i] += more.numbers[i];
    sum.legacy_latency.merge(more.legacy_latency);
    sum.modern_latency.merge(more.modern_latency);
    auto const& n = sum.numbers;
    return db.run("INSERT OR REPLACE INTO counts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                  " ?13, ?14, ?15, ?16, ?17)",
                  {window, operation, start, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9],
                   n[10], n[11], sum.legacy_latency.encode(), sum.modern_latency.encode()});
}

} // namespace ficus::shadow
