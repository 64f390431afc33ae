#include "facade/shadow/store_schema.hpp"

#include <array>

namespace ficus::shadow {

std::span<rules::migration const> shadow_migrations() {
    static std::array<rules::migration, 1> const steps{R"sql(
        CREATE TABLE features (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE fields (
            id INTEGER PRIMARY KEY,
            feature INTEGER NOT NULL,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,             -- missing, extra, type, value
            UNIQUE (feature, path, kind)
        ) STRICT;

        -- Counts, by minutes since 1970.
        CREATE TABLE minutes (
            feature INTEGER NOT NULL,
            minute INTEGER NOT NULL,
            eligible INTEGER NOT NULL,
            chosen INTEGER NOT NULL,
            compared INTEGER NOT NULL,
            matched INTEGER NOT NULL,
            baselines INTEGER NOT NULL,
            legacy_latency TEXT NOT NULL,   -- histogram::encode(), microseconds
            modern_latency TEXT NOT NULL,
            PRIMARY KEY (feature, minute)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE skipped (
            feature INTEGER NOT NULL,
            minute INTEGER NOT NULL,
            reason TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (feature, minute, reason)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE statuses (
            feature INTEGER NOT NULL,
            minute INTEGER NOT NULL,
            legacy INTEGER NOT NULL,
            modern INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (feature, minute, legacy, modern)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE differing (
            feature INTEGER NOT NULL,
            minute INTEGER NOT NULL,
            field INTEGER NOT NULL,
            count INTEGER NOT NULL,         -- comparisons
            noise INTEGER NOT NULL,         -- baselines
            PRIMARY KEY (feature, minute, field)
        ) STRICT, WITHOUT ROWID;

        -- Sample pairs: some answers that differ, and what differs in them.
        CREATE TABLE pairs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            feature INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,         -- since 1970
            revision INTEGER NOT NULL,
            method TEXT NOT NULL,
            target TEXT NOT NULL,
            legacy_status INTEGER NOT NULL,
            legacy_us INTEGER NOT NULL,
            legacy_type TEXT NOT NULL,
            legacy_headers TEXT NOT NULL,   -- JSON: [[name, value]...]
            legacy_body TEXT NOT NULL,
            modern_status INTEGER NOT NULL,
            modern_us INTEGER NOT NULL,
            modern_type TEXT NOT NULL,
            modern_headers TEXT NOT NULL,
            modern_body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX pairs_of_feature ON pairs (feature, at_ms);
        CREATE TABLE samples (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            field INTEGER NOT NULL,
            pair INTEGER NOT NULL,
            legacy TEXT NOT NULL,
            modern TEXT NOT NULL
        ) STRICT;
        CREATE INDEX samples_of_field ON samples (field, id);
        CREATE INDEX samples_of_pair ON samples (pair);
    )sql"};
    return steps;
}

} // namespace ficus::shadow
