#include "facade/shadow/store_schema.hpp"

#include <array>

namespace ficus::shadow {

std::span<rules::migration const> shadow_migrations() {
    static std::array<rules::migration, 2> const steps{
        R"sql(
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
    )sql",
        R"sql(
        ALTER TABLE minutes RENAME TO old_minutes; ALTER TABLE skipped RENAME TO old_skipped;
        ALTER TABLE statuses RENAME TO old_statuses; ALTER TABLE differing RENAME TO old_differing;

        -- Figures of one set of comparison rules: what was compared by others is not mixed in.
        CREATE TABLE windows (
            id INTEGER PRIMARY KEY,
            feature INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,          -- acl::rules_fingerprint(); '' for what version 1 counted
            rules TEXT NOT NULL,                -- acl::rules_text()
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL,           -- newest record; the newest window is the current one
            UNIQUE (feature, fingerprint)
        ) STRICT;
        CREATE TABLE operations (
            id INTEGER PRIMARY KEY,
            feature INTEGER NOT NULL,
            name TEXT NOT NULL,                 -- 'GET /api/orders/{id}'; past 256 a feature: '(others)'
            UNIQUE (feature, name)
        ) STRICT;

        -- Counts. `start`: minutes since 1970. Rows are one minute wide for 3 h, ten for 3 days, sixty beyond: roll_up()
        -- aligns `start` down and adds up, so that a key says nothing of its width and needs not to.
        CREATE TABLE counts (
            window INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL,
            eligible INTEGER NOT NULL, chosen INTEGER NOT NULL, compared INTEGER NOT NULL, matched INTEGER NOT NULL,
            legacy_again INTEGER NOT NULL, modern_again INTEGER NOT NULL,       -- baselines
            legacy_again_differed INTEGER NOT NULL, modern_again_differed INTEGER NOT NULL,
            legacy_asked INTEGER NOT NULL, legacy_failed INTEGER NOT NULL,      -- of pairs
            modern_asked INTEGER NOT NULL, modern_failed INTEGER NOT NULL,
            legacy_latency TEXT NOT NULL, modern_latency TEXT NOT NULL,         -- histogram::encode(), microseconds
            PRIMARY KEY (window, operation, start)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE skipped (
            window INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (window, operation, start, reason)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE statuses (
            window INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL, legacy INTEGER NOT NULL, modern INTEGER NOT NULL,
            count INTEGER NOT NULL, PRIMARY KEY (window, operation, start, legacy, modern)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE differing (
            window INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL, field INTEGER NOT NULL,
            count INTEGER NOT NULL, legacy_noise INTEGER NOT NULL, modern_noise INTEGER NOT NULL,
            PRIMARY KEY (window, operation, start, field)
        ) STRICT, WITHOUT ROWID;
        -- Which fields differed together, and how often: without this nobody could say what matches but for a noisy field.
        CREATE TABLE sets (
            id INTEGER PRIMARY KEY, feature INTEGER NOT NULL,
            fields TEXT NOT NULL,               -- field ids, ascending, ',' between; see known_rows::set_id()
            UNIQUE (feature, fields)
        ) STRICT;
        CREATE TABLE mismatches (
            window INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL, set_id INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (window, operation, start, set_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE shapes (                   -- what differing values look like, for suggestions
            window INTEGER NOT NULL, field INTEGER NOT NULL, shape TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (window, field, shape)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE served (                   -- all requests of the feature, by the side that was asked
            feature INTEGER NOT NULL, start INTEGER NOT NULL,
            legacy INTEGER NOT NULL, modern INTEGER NOT NULL, legacy_failed INTEGER NOT NULL, modern_failed INTEGER NOT NULL,
            PRIMARY KEY (feature, start)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE pairs ADD COLUMN window INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE pairs ADD COLUMN operation TEXT NOT NULL DEFAULT '';

        -- Version 1's counts become a window of their own. Its mismatches are one set that nothing can excuse.
        INSERT INTO windows (feature, fingerprint, rules, first_ms, last_ms)
            SELECT feature, '', '', min(minute) * 60000, max(minute) * 60000 FROM old_minutes GROUP BY feature;
        INSERT INTO operations (feature, name) SELECT feature, '(before)' FROM windows;
        INSERT INTO counts SELECT w.id, o.id, m.minute, m.eligible, m.chosen, m.compared, m.matched, m.baselines, 0, 0, 0, 0, 0, 0, 0,
            m.legacy_latency, m.modern_latency FROM old_minutes m JOIN windows w ON w.feature = m.feature JOIN operations o ON o.feature = m.feature;
        INSERT INTO skipped SELECT w.id, o.id, s.minute, s.reason, s.count FROM old_skipped s JOIN windows w ON w.feature = s.feature JOIN operations o ON o.feature = s.feature;
        INSERT INTO statuses SELECT w.id, o.id, s.minute, s.legacy, s.modern, s.count FROM old_statuses s JOIN windows w ON w.feature = s.feature JOIN operations o ON o.feature = s.feature;
        INSERT INTO differing SELECT w.id, o.id, d.minute, d.field, d.count, d.noise, 0 FROM old_differing d JOIN windows w ON w.feature = d.feature JOIN operations o ON o.feature = d.feature;
        INSERT INTO fields (feature, path, kind) SELECT feature, '(others)', 'value' FROM windows WHERE true ON CONFLICT DO NOTHING;
        INSERT INTO sets (feature, fields) SELECT feature, CAST(id AS TEXT) FROM fields WHERE path = '(others)' AND kind = 'value';
        INSERT INTO mismatches SELECT w.id, o.id, m.minute, s.id, m.compared - m.matched FROM old_minutes m JOIN windows w ON w.feature = m.feature
            JOIN operations o ON o.feature = m.feature JOIN sets s ON s.feature = m.feature WHERE m.compared > m.matched;
        UPDATE pairs SET window = coalesce((SELECT id FROM windows WHERE windows.feature = pairs.feature), 0);
        DROP TABLE old_minutes; DROP TABLE old_skipped; DROP TABLE old_statuses; DROP TABLE old_differing;
    )sql"};
    return steps;
}

} // namespace ficus::shadow
