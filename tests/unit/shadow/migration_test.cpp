#include "facade/shadow/store_schema.hpp"
#include "records.hpp"
#include "rules/schema.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

using namespace records;
using ficus::rules::sqlite;
using ficus::test::temp_dir;

namespace {

/// A file as version 1 wrote it: two features, one of them with differences, noise and a pair.
void write_version_1(std::filesystem::path const& file) {
    auto db = sqlite::open(file, sqlite::mode::create, 1s);
    REQUIRE(db.has_value());
    good(ficus::rules::migrate(*db, shadow_migrations().first(1), true));
    histogram latency;
    latency.add(20'000, 7);
    auto const minute = std::to_string(batch::minute_of(new_year));
    auto const text = "'" + latency.encode() + "'";
    good(db->script(
        "INSERT INTO features (name) VALUES ('orders'), ('users');"
        "INSERT INTO fields (feature, path, kind) VALUES (1, '$.total', 'value'), (1, '(others)', 'missing');"
        "INSERT INTO minutes VALUES (1, " +
        minute + ", 100, 10, 7, 4, 2, " + text + ", " + text +
        "),"
        " (1, " +
        minute + " + 1, 100, 10, 5, 5, 0, " + text + ", " + text +
        "),"
        " (2, " +
        minute +
        ", 1, 1, 1, 1, 0, '', '');"
        "INSERT INTO skipped VALUES (1, " +
        minute +
        ", 'queue_full', 3);"
        "INSERT INTO statuses VALUES (1, " +
        minute +
        ", 200, 503, 7);"
        "INSERT INTO differing VALUES (1, " +
        minute + ", 1, 3, 1), (1, " + minute +
        ", 2, 1, 0);"
        "INSERT INTO pairs (feature, at_ms, revision, method, target, legacy_status, legacy_us, legacy_type,"
        " legacy_headers, legacy_body, modern_status, modern_us, modern_type, modern_headers, modern_body)"
        " VALUES (1, " +
        std::to_string(new_year.time_since_epoch().count()) +
        ", 7, 'GET', '/orders/1', 200, 1, '', '[]', 'a', 503, 1, '', '[]', 'b');"
        "INSERT INTO samples (field, pair, legacy, modern) VALUES (1, 1, 'old', 'new');"));
}

window_figures old_figures(store const& from, std::string const& feature) {
    return good(from.figures(feature, "", new_year - 1h, new_year + 1h, false));
}

} // namespace

TEST_CASE("what version 1 has counted is a window of its own, by rules that nobody knows any more") {
    temp_dir const folder;
    write_version_1(folder / "shadow.db");
    auto into = writable(folder / "shadow.db");
    auto const figures = old_figures(into, "orders");
    CHECK(figures.rules.empty());
    REQUIRE(figures.operations.size() == 1);
    CHECK(figures.operations[0].name == "(before)");
    auto const& sum = figures.all;
    CHECK(sum.eligible == 200);
    CHECK(sum.chosen == 20);
    CHECK(sum.compared == 12);
    CHECK(sum.matched == 9);
    CHECK(sum.legacy_again == 2);
    CHECK(sum.modern_again == 0);
    CHECK(sum.legacy.latency.count() == 14);
    CHECK(sum.skipped == std::map<std::string, std::uint64_t>{{"queue_full", 3}});
    REQUIRE(sum.statuses.size() == 1);
    CHECK(sum.statuses[0].modern == 503);
    REQUIRE(sum.fields.size() == 3);
    CHECK(sum.fields[0].path == "$.total");
    CHECK(sum.fields[0].count == 3);
    CHECK(sum.fields[0].legacy_noise == 1);
    CHECK(old_figures(into, "users").all.compared == 1);
}

TEST_CASE("what differed together in version 1 nobody knows, so that nothing excuses its mismatches") {
    temp_dir const folder;
    write_version_1(folder / "shadow.db");
    auto const sum = old_figures(writable(folder / "shadow.db"), "orders").all;
    REQUIRE(sum.sets.size() == 1);
    CHECK(sum.sets[0].count == 3);
    REQUIRE(sum.sets[0].fields.size() == 1);
    auto const named = std::find_if(sum.fields.begin(), sum.fields.end(),
                                    [&](auto const& field) { return field.id == sum.sets[0].fields[0]; });
    REQUIRE(named != sum.fields.end());
    CHECK(named->path == "(others)");
    CHECK(named->count == 0);
}

TEST_CASE("the pairs of version 1 are read as before, and the file goes on") {
    temp_dir const folder;
    write_version_1(folder / "shadow.db");
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.total"}), matching());
    auto const samples = good(into.samples("orders", "$.total", 10));
    REQUIRE(samples.size() == 2);
    CHECK(samples[1].operation.empty());
    CHECK(good(into.pair(samples[1].id))->modern.body == "b");
    auto const figures = records::figures(into, new_year - 1h, new_year + 1h);
    CHECK(figures.all.compared == 2);
    CHECK(figures.other_compared == 12);
    CHECK(old_figures(into, "orders").other_compared == 2);
}
