#include "records.hpp"
#include "support/temp_dir.hpp"

using namespace records;
using ficus::test::temp_dir;

TEST_CASE("what is too old goes, and nothing else") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.old"}, "orders", new_year - 49h), differing({"$.a"}, "orders", new_year - 47h),
          differing({"$.a"}));
    CHECK(good(into.prune({48h, 1ULL << 30}, new_year)) > 0);
    auto const sum = good(into.totals("orders", new_year - 100h, new_year));
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
    auto const left = good(into.totals("orders", new_year, new_year + 100h)).compared;
    CHECK(left > 0);
    CHECK(left < 2'000);
    CHECK(good(into.totals("orders", new_year + 1990min, new_year + 100h)).compared == 10);
}

TEST_CASE("a limit that nothing fits into ends with an empty store") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.a"}), matching("orders", new_year + 5min));
    good(into.prune({1000h, 1}, new_year));
    CHECK(totals(into).compared == 0);
}
