#include "rules/schema.hpp"

#include <array>

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;

namespace {

/// "Ficu": tells a rules.db from other programs' files (SQLite's application_id).
constexpr std::int64_t application = 0x46696375;

struct stamp {
    std::int64_t application = 0;
    std::int64_t version = 0;
    std::int64_t tables = 0;
    bool empty() const { return application == 0 && version == 0 && tables == 0; }
};

result<stamp> read_stamp(sqlite& db) {
    stamp read;
    for (auto [sql, into] : {std::pair{"PRAGMA application_id", &read.application},
                             std::pair{"PRAGMA user_version", &read.version},
                             std::pair{"SELECT count(*) FROM sqlite_schema", &read.tables}}) {
        auto value = db.number(sql);
        if (!value) return value.error();
        *into = value->value_or(0);
    }
    return read;
}

/// The same, as it is at one moment: another process may be creating the file.
result<stamp> read_stamp_at_once(sqlite& db) {
    auto whole = transaction::begin(db, transaction::kind::read);
    if (!whole) return whole.error();
    auto read = read_stamp(db);
    if (!read) return read;
    if (auto done = whole->commit(); !done) return done.error();
    return read;
}

result<void> check(sqlite const& db, stamp const& found, std::size_t newest, bool create) {
    auto const file = "`" + db.path().string() + "`";
    if (found.empty()) {
        if (create) return {};
        return error{fault::missing, file + " is empty: no rules have been set yet"};
    }
    if (found.application != application)
        return error{fault::not_a_store,
                     file + " is another program's database; name another data_dir, or move the file away"};
    if (found.version > static_cast<std::int64_t>(newest))
        return error{fault::newer_schema, file + " was written by a newer ficus (schema " +
                                              std::to_string(found.version) + ", this one knows " +
                                              std::to_string(newest) + "); run that version"};
    return {};
}

} // namespace

std::span<migration const> rules_migrations() {
    static std::array<migration, 1> const steps{R"sql(
        CREATE TABLE store (id TEXT NOT NULL) STRICT;
        INSERT INTO store VALUES (lower(hex(randomblob(16))));
        CREATE TABLE features (
            name TEXT PRIMARY KEY,
            rules TEXT NOT NULL,            -- JSON
            revision INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE revisions (
            revision INTEGER PRIMARY KEY AUTOINCREMENT,
            feature TEXT NOT NULL,
            at_ns INTEGER NOT NULL,         -- since 1970
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            command TEXT NOT NULL,
            previous INTEGER NOT NULL,      -- the feature's revision before, 0: none
            before TEXT NOT NULL,           -- JSON
            after TEXT NOT NULL             -- JSON
        ) STRICT;
        CREATE INDEX revisions_of_feature ON revisions (feature, revision);
        CREATE TABLE facades (
            pid INTEGER PRIMARY KEY,
            pid_started INTEGER NOT NULL,   -- clock ticks since boot: tells a pid from its next owner
            listen TEXT NOT NULL,           -- JSON array
            admin TEXT NOT NULL,
            started_at_ns INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            live_at_ns INTEGER NOT NULL,
            live_at_monotonic_ns INTEGER NOT NULL
        ) STRICT;
    )sql"};
    return steps;
}

result<void> migrate(sqlite& db, std::span<migration const> steps, bool create) {
    auto seen = read_stamp_at_once(db);
    if (!seen) return seen.error();
    if (auto fits = check(db, *seen, steps.size(), create); !fits) return fits;
    if (!db.writable())
        return error{fault::unreadable,
                     "`" + db.path().string() + "`: this user may not write it; mend its owner or mode"};
    auto const newest = static_cast<std::int64_t>(steps.size());
    // Readers and writers do not wait for each other in WAL mode. A commit is on the disk with FULL, not
    // NORMAL.
    if (auto set = db.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"); !set) return set;
    if (seen->version == newest) return {};

    auto change = transaction::begin(db, transaction::kind::write);
    if (!change) return change.error();
    seen = read_stamp(db); // another process may have been faster
    if (!seen) return seen.error();
    if (auto fits = check(db, *seen, steps.size(), create); !fits) return fits;
    for (auto version = seen->version; version < newest; ++version)
        if (auto stepped = db.script(steps[static_cast<std::size_t>(version)]); !stepped) return stepped;
    if (auto stamped = db.script("PRAGMA application_id = " + std::to_string(application) +
                                 "; PRAGMA user_version = " + std::to_string(newest));
        !stamped)
        return stamped;
    return change->commit();
}

} // namespace ficus::rules
