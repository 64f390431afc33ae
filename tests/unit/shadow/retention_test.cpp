#include "records.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

using namespace records;
using ficus::test::temp_dir;

TEST_CASE("what is too old goes, and nothing else") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.old"}, "orders", new_year - 49h), differing({"$.a"}, "orders", new_year - 47h),
          differing({"$.a"}));
    CHECK(good(into.prune({48h, 1ULL << 30}, new_year)) > 0);
    auto const sum = figures(into, new_year - 100h, new_year).all;
    CHECK(sum.compared == 2);
    REQUIRE(sum.fields.size() == 1);
    CHECK(sum.fields[0].path == "$.a");
    CHECK(good(into.samples("orders", std::nullopt, 10)).size() == 2);
    CHECK(good(into.prune({48h, 1ULL << 30}, new_year)) == 0);
}

TEST_CASE("what is too much goes, the oldest first, and the file shrinks") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    auto into = std::optional(writable(file));
    for (int i = 0; i < 200; ++i) {
        auto record = differing({"$.p" + std::to_string(i)}, "orders", new_year + std::chrono::minutes(i));
        record.kept->legacy.body.assign(20'000, 'x');
        write(*into, std::move(record));
    }
    auto const limit = 2'000'000U;
    CHECK(good(into->prune({1000h, limit}, new_year + 4h)) > 0);
    auto const left = good(into->samples("orders", std::nullopt, 1000));
    REQUIRE_FALSE(left.empty());
    CHECK(left.size() < 100);
    CHECK(left.front().at == new_year + 199min);
    CHECK(left.back().at == new_year + std::chrono::minutes(200 - left.size()));
    // The figures outlive the pairs.
    CHECK(totals(*into).compared == 200);

    into.reset(); // which puts the write-ahead log into the file
    CHECK(std::filesystem::file_size(file) <= limit);
}

TEST_CASE("counts go too when there is nothing else left to remove") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 2'000; ++i) all.push_back(matching("orders", new_year + std::chrono::minutes(i)));
    write(into, std::move(all));
    good(into.prune({1000h, 150'000}, new_year + 48h));
    auto const left = figures(into, new_year, new_year + 100h).all.compared;
    CHECK(left > 0);
    CHECK(left < 2'000);
    CHECK(figures(into, new_year + 1990min, new_year + 40h).all.compared == 10);
}

TEST_CASE("a limit that nothing fits into ends with an empty store") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.a"}), matching("orders", new_year + 5min));
    good(into.prune({1000h, 1}, new_year));
    CHECK(totals(into).compared == 0);
}

namespace {

/// What a feature's window has counted, in words that do not depend on how wide rows are.
std::string sums(store const& from, time_point until) {
    auto const read = figures(from, new_year - 1h, until, "orders", true);
    std::string text;
    auto const add = [&](auto const&... numbers) { ((text += std::to_string(numbers) + ' '), ...); };
    for (auto const& operation : read.operations) {
        auto const& of = operation.figures;
        text += '\n' + operation.name + ' ';
        add(of.eligible, of.chosen, of.compared, of.matched, of.legacy_again, of.modern_again);
        for (auto const* side : {&of.legacy, &of.modern})
            add(side->asked, side->failed, side->latency.count(), *side->latency.quantile(0.5),
                *side->latency.quantile(0.99));
        for (auto const& [reason, times] : of.skipped) text += reason + ' ' + std::to_string(times) + ' ';
        for (auto const& field : of.fields) {
            text += field.path + ' ';
            add(field.count, field.legacy_noise, field.modern_noise);
        }
        for (auto const& set : of.sets) add(set.fields.size(), set.count);
        for (auto const& pair : of.statuses) add(pair.legacy, pair.modern, pair.count);
    }
    std::uint64_t served = 0, compared = 0, again = 0, differed = 0;
    for (auto const& slice : read.slices) {
        served += slice.served_legacy + 1000 * slice.served_modern_failed;
        compared += slice.compared;
        again += slice.again;
        differed += slice.again_differed;
    }
    add(served, compared, again, differed);
    return text;
}

std::int64_t number_in(std::filesystem::path const& file, char const* sql) {
    auto db = ficus::rules::sqlite::open(file, ficus::rules::sqlite::mode::existing, 1s);
    REQUIRE(db.has_value());
    return db->number(sql)->value();
}

comparison_record by_other_rules(std::string const& path, time_point at) {
    static auto const others = std::make_shared<window_key const>(window_key{"orders", "others", "{}"});
    auto record = differing({path}, "orders", at);
    record.window = others;
    return record;
}

} // namespace

TEST_CASE("old rows become wider, and every sum and quantile stays") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int minute = 0; minute < 200; ++minute) {
        auto const at = new_year + std::chrono::minutes(minute);
        auto record = minute % 3 == 0 ? differing({"$.a", "$.b"}, "orders", at) : matching("orders", at);
        record.legacy_latency = std::chrono::milliseconds(1 + minute);
        record.modern_latency = std::chrono::milliseconds(400 - minute);
        if (minute % 2 == 0) record.operation = std::make_shared<std::string const>("PUT /api/orders/{id}");
        batch all;
        all.add(std::move(record));
        auto noise = baseline({"$.b"}, minute % 2 == 0 ? asked_again::legacy : asked_again::modern);
        noise.at = at;
        all.add(std::move(noise));
        auto delta = traffic(7, 3, {{"budget", 1}});
        delta.legacy = {2, 1};
        delta.modern = {2, 2};
        all.add(delta, at);
        all.add(served_delta{"orders", {9, 0}, {1, 1}}, at);
        good(into.write(all));
    }
    auto const before = sums(into, new_year + 200min);
    auto const rows = number_in(folder / "shadow.db", "SELECT count(*) FROM counts");
    CHECK(rows == 300);

    auto const later = new_year + 200min + 5h;
    CHECK(good(into.roll_up(later)) > 0);
    CHECK(sums(into, later) == before);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM counts") == 40);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM served") == 20);
    CHECK(good(into.roll_up(later)) == 0);

    auto const much_later = new_year + 5 * 24h;
    CHECK(good(into.roll_up(much_later)) > 0);
    CHECK(sums(into, much_later) == before);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM counts WHERE start % 60 <> 0") == 0);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM counts") == 8);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM mismatches WHERE start % 60 <> 0") == 0);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM differing WHERE start % 60 <> 0") == 0);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM statuses WHERE start % 60 <> 0") == 0);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM skipped WHERE start % 60 <> 0") == 0);
}

TEST_CASE("rows of the last three hours stay a minute wide") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int minute = 0; minute < 170; ++minute)
        write(into, matching("orders", new_year + std::chrono::minutes(minute)));
    CHECK(good(into.roll_up(new_year + 180min)) == 0);
    CHECK(figures(into, new_year + 3min, new_year + 3min).all.compared == 1);
}

TEST_CASE("each set of rules has its own oldest and newest pairs") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 30; ++i) {
        auto const at = new_year + std::chrono::seconds(i);
        write(into, differing({"$.a"}, "orders", at), by_other_rules("$.a", at));
    }
    CHECK(good(into.samples("orders", "$.a", 100)).size() == 24);
    CHECK(number_in(folder / "shadow.db", "SELECT count(*) FROM pairs") == 24);
}

TEST_CASE("where there is no room, samples are thinned first, and the oldest stays") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 12; ++i) {
        auto record = differing({"$.a"}, "orders", new_year + std::chrono::seconds(i));
        record.kept->legacy.body.assign(30'000, 'x');
        write(into, std::move(record));
    }
    auto const used = good(into.used_bytes());
    good(into.prune({1000h, used - 4'096}, new_year + 1min));
    auto const left = good(into.samples("orders", "$.a", 100));
    REQUIRE(left.size() == 4);
    CHECK(left[0].at == new_year + 11s);
    CHECK(left[2].at == new_year + 9s);
    CHECK(left[3].at == new_year);
    CHECK(good(into.used_bytes()) < used - 200'000);
    CHECK(totals(into).compared == 12);
}

TEST_CASE("thinned samples keep the oldest of each set of rules") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 12; ++i) {
        auto old = by_other_rules("$.a", new_year + 1s * i);
        auto current = differing({"$.a"}, "orders", new_year + 1s * i);
        for (auto* record : {&old, &current}) record->kept->legacy.body.assign(30'000, 'x');
        write(into, std::move(old));
        write(into, std::move(current));
    }
    good(into.prune({1000h, good(into.used_bytes()) - 4'096}, new_year + 1min));
    CHECK(good(into.samples("orders", "$.a", 100)).size() == 8);
    auto const left = good(into.samples_of("orders", window()->fingerprint, "$.a",
                                           ficus::acl::difference_kind::value, new_year));
    REQUIRE(left.size() == 4);
    CHECK(left.back().at == new_year);
}

TEST_CASE("pairs of rules that hold no more go before those of the ones that do") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 20; ++i) {
        auto old = by_other_rules("$.p" + std::to_string(i), new_year + 1s * i);
        auto current = differing({"$.p" + std::to_string(i)}, "orders", new_year + 1s * i);
        for (auto* record : {&old, &current}) record->kept->legacy.body.assign(30'000, 'x');
        current.at += 1min;
        write(into, std::move(old), std::move(current));
    }
    good(into.prune({1000h, good(into.used_bytes()) - 4'096}, new_year + 2min));
    auto const left = good(into.samples("orders", std::nullopt, 100));
    REQUIRE(left.size() == 20);
    CHECK(left.back().at >= new_year + 1min);
    CHECK(figures(into, new_year, new_year + 2min).other_compared == 20);
}

TEST_CASE("counts past three days go before the newer pairs") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch old;
    for (int i = 0; i < 5'000; ++i) old.add(matching("orders", new_year + std::chrono::minutes(i)));
    good(into.write(old));
    auto const now = new_year + 10 * 24h;
    write(into, differing({"$.a"}, "orders", now));
    good(into.prune({1000h, good(into.used_bytes()) - 4'096}, now));
    CHECK(figures(into, new_year, now).all.compared == 1);
    CHECK(good(into.samples("orders", "$.a", 100)).size() == 1);
}

TEST_CASE("fields that only a set names are kept, and what nothing names is forgotten") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    auto into = writable(file);
    write(into, differing({}, "orders", new_year), by_other_rules("$.gone", new_year - 100h));
    good(into.prune({50h, 1ULL << 30}, new_year));
    CHECK(number_in(file, "SELECT count(*) FROM fields") == 1);
    CHECK(number_in(file, "SELECT count(*) FROM fields WHERE path = '(others)'") == 1);
    CHECK(number_in(file, "SELECT count(*) FROM windows") == 1);
    CHECK(number_in(file, "SELECT count(*) FROM sets") == 1);
    // What has been forgotten is made anew.
    write(into, by_other_rules("$.gone", new_year));
    CHECK(good(into.figures("orders", "others", new_year, new_year, false)).all.fields.size() == 1);
}
