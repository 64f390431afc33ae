#include "records.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace records;
using ficus::acl::difference_kind;
using ficus::rules::fault;
using ficus::test::temp_dir;

TEST_CASE("what is written is read") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch all;
    all.add(matching());
    all.add(differing({"$.total", "$.lines[*]"}));
    all.add(baseline({"$.total"}));
    auto failed = differing({"status"}, "orders", new_year + 5min);
    failed.modern_status = failed.kept->modern.status = 503;
    all.add(std::move(failed));
    all.add(traffic(50, 5, {{"queue_full", 2}}), new_year);
    good(into.write(all));

    auto const from = good(store::open_to_read(folder / "shadow.db"));
    auto const sum = totals(from);
    CHECK(sum.eligible == 50);
    CHECK(sum.chosen == 5);
    CHECK(sum.compared == 3);
    CHECK(sum.matched == 1);
    CHECK(sum.baselines == 1);
    CHECK(sum.skipped == std::map<std::string, std::uint64_t>{{"queue_full", 2}});
    REQUIRE(sum.fields.size() == 3);
    CHECK(sum.fields[1].path == "$.total");
    CHECK(sum.fields[1].count == 1);
    CHECK(sum.fields[1].noise == 1);
    REQUIRE(sum.statuses.size() == 2);
    CHECK(sum.statuses[0].count == 2);
    CHECK(sum.statuses[1].modern == 503);
    CHECK(sum.legacy_latency.count() == 3);
    CHECK(sum.legacy_latency.quantile(0.5).value() == Approx(20'000).epsilon(0.04));
    CHECK(totals(from, "users").compared == 0);
}

TEST_CASE("counts of one minute add up over batches") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 5; ++i) write(into, matching(), differing({"$.a"}));
    auto const sum = totals(into);
    CHECK(sum.compared == 10);
    CHECK(sum.matched == 5);
    CHECK(sum.fields.at(0).count == 5);
    CHECK(sum.modern_latency.count() == 10);
}

TEST_CASE("a window holds the minutes that it touches") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, matching("orders", new_year - 1ms), matching("orders", new_year),
          matching("orders", new_year + 2min));
    CHECK(good(into.totals("orders", new_year, new_year + 1min)).compared == 1);
    CHECK(good(into.totals("orders", new_year - 1s, new_year + 2min)).compared == 3);
    CHECK(good(into.totals("orders", new_year + 3min, new_year + 1h)).compared == 0);
}

TEST_CASE("a stored pair has both answers whole") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.total", "status"}));
    auto const found = good(into.samples("orders", std::nullopt, 10));
    REQUIRE(found.size() == 2);
    auto const at_total = good(into.samples("orders", "$.total", 10));
    REQUIRE(at_total.size() == 1);
    CHECK(at_total[0].kind == difference_kind::value);
    CHECK(at_total[0].legacy == "old");
    CHECK(at_total[0].at == new_year);

    auto const pair = good(into.pair(at_total[0].id));
    REQUIRE(pair.has_value());
    CHECK(pair->head.path == "$.total");
    CHECK(pair->method == "GET");
    CHECK(pair->target == "/api/orders/1");
    CHECK(pair->revision == 7);
    CHECK(pair->legacy.status == 200);
    CHECK(pair->legacy.latency == 20ms);
    CHECK(pair->legacy.headers == differing({}).kept->legacy.headers);
    CHECK(pair->legacy.body == R"({"total":"old"})");
    CHECK(pair->modern.body == R"({"total":"new"})");
    CHECK_FALSE(good(into.pair(999)).has_value());
}

TEST_CASE("of each distinct difference the oldest and the newest pairs are kept, the newest listed first") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 60; ++i) {
        std::vector<comparison_record> some;
        some.push_back(differing({"$.a"}, "orders", new_year + std::chrono::seconds(i)));
        if (i == 30) some.push_back(differing({"$.rare"}, "orders", new_year));
        write(into, std::move(some));
    }
    auto const kept = good(into.samples("orders", "$.a", 100));
    REQUIRE(kept.size() == 12);
    CHECK(kept.front().at == new_year + 59s);
    CHECK(kept[7].at == new_year + 52s);
    CHECK(kept[8].at == new_year + 3s);
    CHECK(kept.back().at == new_year);
    CHECK(good(into.samples("orders", "$.rare", 100)).size() == 1);
    auto db = ficus::rules::sqlite::open(folder / "shadow.db", ficus::rules::sqlite::mode::existing, 1s);
    REQUIRE(db.has_value());
    CHECK(db->number("SELECT count(*) FROM pairs")->value() == 13);
}

TEST_CASE("a feature whose paths never end counts the rest as others") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 520; ++i) all.push_back(differing({"$.by['" + std::to_string(i) + "']"}));
    write(into, std::move(all));
    auto const fields = totals(into).fields;
    REQUIRE(fields.size() == 501);
    auto const others =
        std::find_if(fields.begin(), fields.end(), [](auto const& f) { return f.path == "(others)"; });
    REQUIRE(others != fields.end());
    CHECK(others->count == 20);
}

TEST_CASE("reading says that there is nothing yet") {
    temp_dir const folder;
    auto const missing = store::open_to_read(folder / "shadow.db");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == fault::missing);
    CHECK_FALSE(std::filesystem::exists(folder / "shadow.db"));
    folder.write("empty.db", "");
    CHECK(store::open_to_read(folder / "empty.db").error().code == fault::missing);
}

TEST_CASE("a killed writer leaves all that it had committed") {
    temp_dir const folder;
    int acknowledged[2];
    REQUIRE(::pipe(acknowledged) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto into = store::open_to_write(folder / "shadow.db");
        for (char const done = 'x';;) {
            batch all;
            all.add(differing({"$.a"}));
            if (!into || !into->write(all) || ::write(acknowledged[1], &done, 1) != 1) ::_exit(1);
        }
    }
    ::close(acknowledged[1]);
    std::uint64_t committed = 0;
    char buffer[64];
    while (committed < 50)
        committed +=
            static_cast<std::uint64_t>(std::max<ssize_t>(0, ::read(acknowledged[0], buffer, sizeof buffer)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (ssize_t more; (more = ::read(acknowledged[0], buffer, sizeof buffer)) > 0;)
        committed += static_cast<std::uint64_t>(more);
    ::close(acknowledged[0]);

    auto again = writable(folder / "shadow.db");
    auto const compared = totals(again).compared;
    CHECK(compared >= committed);
    CHECK(compared <= committed + 1);
    write(again, matching());
    CHECK(totals(again).compared == compared + 1);
}
