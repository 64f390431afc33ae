#include "facade/shadow/store_counts.hpp"

namespace ficus::shadow {

using rules::sqlite;

void counts_row::merge(counts_row const& other) {
    for (std::size_t i = 0; i < size; ++i) numbers[i] += other.numbers[i];
    legacy_latency.merge(other.legacy_latency);
    modern_latency.merge(other.modern_latency);
}

store_result<void> read_counts(sqlite const& db, sqlite::row const& row, int first, counts_row& into) {
    auto const last = first + static_cast<int>(counts_row::size);
    for (std::size_t i = 0; i < counts_row::size; ++i)
        into.numbers[i] += row.number(first + static_cast<int>(i));
    auto const legacy = histogram::decode(row.text(last));
    auto const modern = histogram::decode(row.text(last + 1));
    if (!legacy || !modern)
        return store_error{rules::fault::corrupt,
                           "`" + db.path().string() +
                               "` holds a latency that cannot be read; move the file away to begin anew"};
    into.legacy_latency.merge(*legacy);
    into.modern_latency.merge(*modern);
    return {};
}

store_result<void> add_counts(sqlite& db, std::int64_t window, std::int64_t operation, std::int64_t start,
                              counts_row more) {
    static auto const select = std::string("SELECT ") + counts_columns +
                               " FROM counts WHERE window = ?1 AND operation = ?2 AND start = ?3";
    auto read = db.run(select.c_str(), {window, operation, start},
                       [&](sqlite::row const& row) { return read_counts(db, row, 0, more); });
    if (!read) return read;
    auto const& n = more.numbers;
    return db.run("INSERT OR REPLACE INTO counts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                  " ?13, ?14, ?15, ?16, ?17)",
                  {window, operation, start, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9],
                   n[10], n[11], more.legacy_latency.encode(), more.modern_latency.encode()});
}

} // namespace ficus::shadow
