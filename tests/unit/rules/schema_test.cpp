#include "rules/schema.hpp"
#include "rules/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/rules/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;
using namespace ficus::test;

namespace {

sqlite open_file(temp_dir const& folder) {
    return ok(sqlite::open(folder / "rules.db", sqlite::mode::create, std::chrono::milliseconds(100)));
}

std::int64_t number(sqlite& db, char const* sql) {
    return ok(db.number(sql)).value_or(-1);
}

} // namespace

TEST_CASE("migrations run once each, forward, and keep what is there") {
    temp_dir folder;
    std::vector<migration> const steps{"CREATE TABLE t (a); INSERT INTO t VALUES (7)",
                                       "ALTER TABLE t ADD COLUMN b DEFAULT 8"};
    {
        auto db = open_file(folder);
        ok(migrate(db, std::span(steps).first(1), true));
        CHECK(number(db, "PRAGMA user_version") == 1);
        ok(migrate(db, std::span(steps).first(1), true));
        CHECK(number(db, "SELECT count(*) FROM t") == 1);
    }
    auto db = open_file(folder);
    ok(migrate(db, steps, false));
    CHECK(number(db, "PRAGMA user_version") == 2);
    CHECK(number(db, "SELECT a + b FROM t") == 15);
    CHECK(migrate(db, std::span(steps).first(1), true).error().code == fault::newer_schema);
}

TEST_CASE("a migration that fails leaves the file at the version it was") {
    temp_dir folder;
    std::vector<migration> const steps{"CREATE TABLE t (a)", "CREATE TABLE u (a)", "CREATE TABLE t (a)"};
    auto db = open_file(folder);
    ok(migrate(db, std::span(steps).first(1), true));
    CHECK(migrate(db, steps, true).has_error());
    CHECK(number(db, "PRAGMA user_version") == 1);
    CHECK(number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'u'") == 0);
    ok(migrate(db, std::span(steps).first(2), true));
    CHECK(number(db, "PRAGMA user_version") == 2);
}

TEST_CASE("every commit of rules reaches the disk, and readers do not wait for writers") {
    temp_dir folder;
    auto db = open_file(folder);
    ok(migrate(db, rules_migrations(), true));
    std::string mode;
    ok(db.run("PRAGMA journal_mode", {}, [&](sqlite::row const& r) -> boost::system::result<void, error> {
        mode = r.text(0);
        return {};
    }));
    CHECK(mode == "wal");
    CHECK(number(db, "PRAGMA synchronous") == 2);
    facade_entry me;
    me.pid = getpid();
    auto s = ok(store::open(folder / "rules.db", store::mode::existing));
    ok(s.announce(me));
    ok(s.change(to_flip("orders", percent("1%"))));
    CHECK(number(db, "SELECT count(*) FROM revisions") == 1);
}
