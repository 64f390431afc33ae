#include "facade/shadow/noise.hpp"
#include "records.hpp"
#include "support/temp_dir.hpp"

#include <set>

using namespace records;
using ficus::acl::volatile_shape;
using ficus::test::temp_dir;

namespace {

std::shared_ptr<std::string const> operation(std::string name) {
    return std::make_shared<std::string const>(std::move(name));
}

comparison_record of(std::shared_ptr<std::string const> operation, comparison_record record) {
    record.operation = std::move(operation);
    return record;
}

comparison_record by(std::shared_ptr<window_key const> window, comparison_record record) {
    record.window = std::move(window);
    return record;
}

std::vector<std::string> paths(tally const& of, std::vector<std::int64_t> const& fields) {
    std::vector<std::string> all;
    for (auto const id : fields)
        for (auto const& field : of.fields)
            if (field.id == id) all.push_back(field.path);
    std::sort(all.begin(), all.end());
    return all;
}

/// How often what differed together.
std::map<std::vector<std::string>, std::uint64_t> sets(tally const& of) {
    std::map<std::vector<std::string>, std::uint64_t> all;
    for (auto const& set : of.sets) all[paths(of, set.fields)] += set.count;
    return all;
}

using counts = std::map<std::vector<std::string>, std::uint64_t>;

} // namespace

TEST_CASE("what other rules compared is named and not mixed in, and rules that come back go on") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    auto const mended =
        std::make_shared<window_key const>(window_key{"orders", "mended", R"({"ignore":["$.a"]})"});
    write(into, differing({"$.a"}), differing({"$.a"}));
    write(into, by(mended, matching()));
    auto const now = good(into.figures("orders", "mended", new_year - 1h, new_year + 1h, false));
    CHECK(now.rules == R"({"ignore":["$.a"]})");
    CHECK(now.all.compared == 1);
    CHECK(now.all.matched == 1);
    CHECK(now.all.fields.empty());
    CHECK(now.other_compared == 2);
    write(into, matching());
    CHECK(figures(into, new_year - 1h, new_year + 1h).all.compared == 3);
    auto const never = good(into.figures("orders", "never", new_year - 1h, new_year + 1h, true));
    CHECK(never.rules.empty());
    CHECK(never.all.compared == 0);
    CHECK(never.other_compared == 4);
}

TEST_CASE("operations are told apart, and sum up to all") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    auto const get = operation("GET /orders/{id}");
    auto const put = operation("PUT /orders/{id}");
    write(into, of(get, matching()), of(get, differing({"$.a"})), of(put, differing({"$.a", "$.b"})),
          of(put, baseline({"$.b"}, asked_again::modern)));
    batch more;
    auto delta = traffic(10, 5, {{"budget", 2}});
    delta.operation = put;
    delta.legacy = {4, 1};
    delta.modern = {4, 3};
    more.add(delta, new_year);
    good(into.write(more));

    auto const read = figures(into, new_year, new_year);
    REQUIRE(read.operations.size() == 2);
    auto const& [first, second] = std::tie(read.operations[0], read.operations[1]);
    CHECK(first.name == "GET /orders/{id}");
    CHECK(first.figures.compared == 2);
    CHECK(first.figures.matched == 1);
    CHECK(sets(first.figures) == counts{{{"$.a"}, 1}});
    CHECK(first.figures.legacy.latency.count() == 2);
    CHECK(second.name == "PUT /orders/{id}");
    CHECK(second.figures.compared == 1);
    CHECK(second.figures.eligible == 10);
    CHECK(second.figures.modern_again == 1);
    CHECK(second.figures.modern.failed == 3);
    CHECK(second.figures.legacy.asked == 4);
    CHECK(second.figures.skipped.at("budget") == 2);
    CHECK(sets(second.figures) == counts{{{"$.a", "$.b"}, 1}});
    REQUIRE(second.figures.fields.size() == 2);
    CHECK(second.figures.fields[1].modern_noise == 1);
    CHECK(second.figures.fields[1].legacy_noise == 0);

    CHECK(read.all.compared == 3);
    CHECK(read.all.chosen == 5);
    CHECK(read.all.fields.at(0).count == 2);
    CHECK(sets(read.all) == counts{{{"$.a"}, 1}, {{"$.a", "$.b"}, 1}});
    CHECK(read.all.legacy.latency.count() == 3);
    CHECK(read.all.statuses.at(0).count == 3);
}

TEST_CASE("past so many operations the rest is others") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch all;
    for (int i = 0; i < 300; ++i) all.add(of(operation("GET /" + std::to_string(i)), matching()));
    good(into.write(all));
    auto const read = figures(into, new_year, new_year);
    CHECK(read.operations.size() == 257);
    CHECK(read.all.compared == 300);
    CHECK(read.operations.at(0).name == "(others)");
    CHECK(read.operations.at(0).figures.compared == 44);
}

TEST_CASE("what differing values look like is read with the whole window, of comparisons alone") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 3; ++i) {
        auto record = i < 2 ? differing({"$.id"}) : baseline({"$.id"});
        record.differences[0].shape = volatile_shape::uuid;
        write(into, std::move(record));
    }
    auto const read = figures(into, new_year, new_year);
    CHECK(read.all.fields.at(0).shapes == std::map<std::string, std::uint64_t>{{"uuid", 2}});
}

TEST_CASE("over time: slices stand one after the other, with what was served") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, matching(), differing({"$.a"}, "orders", new_year + 1min), baseline({"$.a"}),
          matching("orders", new_year + 20min));
    batch more;
    more.add(served_delta{"orders", {70, 1}, {30, 2}}, new_year + 1min);
    more.add(served_delta{"users", {5, 0}, {0, 0}}, new_year + 1min);
    good(into.write(more));
    auto const read = figures(into, new_year, new_year + 20min, "orders", true);
    REQUIRE(read.slices.size() == 21);
    CHECK(read.slices[0].at == new_year);
    CHECK(read.slices[0].compared == 1);
    CHECK(read.slices[0].matched == 1);
    CHECK(read.slices[0].again == 1);
    CHECK(read.slices[0].again_differed == 1);
    CHECK(read.slices[1].at == new_year + 1min);
    CHECK(read.slices[1].compared == 1);
    REQUIRE(read.slices[1].sets.size() == 1);
    CHECK(read.slices[1].sets[0].first == 0);
    CHECK(paths(read.all, read.slices[1].sets[0].second.fields) == std::vector<std::string>{"$.a"});
    CHECK(read.slices[1].served_legacy == 70);
    CHECK(read.slices[1].served_modern == 30);
    CHECK(read.slices[1].served_modern_failed == 2);
    CHECK(read.slices[2].compared == 0);
    CHECK(read.slices[20].matched == 1);
    CHECK(figures(into, new_year, new_year + 20min).slices.empty());
}

TEST_CASE("a long time has no more slices than can be drawn") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (auto const& [hours, most] : {std::pair{3, 181U}, {24, 288U}, {14 * 24, 288U}, {1000 * 24, 288U}}) {
        auto const read = figures(into, new_year - std::chrono::hours(hours), new_year, "orders", true);
        CAPTURE(hours);
        CHECK(read.slices.size() <= most);
        CHECK(read.slices.size() >= 140);
        CHECK(read.slices.back().at <= new_year);
    }
}

TEST_CASE("figures begin with the row that the beginning falls into") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    auto const now = new_year + 30 * 24h + 7min;
    for (auto const& [age, width] : {std::pair{2h, 1min}, std::pair{10h, 10min}, std::pair{100h, 60min}}) {
        auto const since = figures(into, now - age, now).since;
        CAPTURE(age.count());
        CHECK(since <= now - age);
        CHECK(since > now - age - width);
        CHECK(since.time_since_epoch() % width == 0ms);
    }
}

TEST_CASE("sets are told apart while there are few, then without what is noisy, then not at all") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch noise;
    for (int i = 0; i < 3; ++i)
        noise.add(baseline({"$.n0", "$.n1", "$.n2", "$.n3", "$.n4", "$.n5", "$.n6", "$.n7", "$.n8", "$.n9"}));
    good(into.write(noise));
    // Every one of the 1023 ways in which ten noisy fields differ, and a fault in some of them.
    std::uint64_t compared = 0;
    for (int round = 0; round < 2; ++round) {
        batch all;
        for (int bits = 1; bits < 1024; ++bits) {
            std::vector<std::string> fields;
            for (int i = 0; i < 10; ++i)
                if ((bits >> i & 1) != 0) fields.push_back("$.n" + std::to_string(i));
            if (bits % 100 == 0) fields.emplace_back("$.fault");
            all.add(differing(fields));
            ++compared;
        }
        good(into.write(all));
    }
    auto const sum = totals(into);
    CHECK(sum.sets.size() <= 512 + 3);
    auto const by_paths = sets(sum);
    std::uint64_t together = 0, with_fault = 0;
    for (auto const& [names, times] : by_paths) {
        together += times;
        if (std::count(names.begin(), names.end(), "$.fault") > 0) with_fault += times;
    }
    CHECK(together == compared);
    // Stripped or not, a set keeps what is no noise.
    CHECK(with_fault == 2 * 10);
    CHECK(by_paths.at({"(noise)"}) > 0);
    CHECK(by_paths.at({"$.fault", "(noise)"}) > 0);
    auto const pseudo = std::find_if(sum.fields.begin(), sum.fields.end(),
                                     [](auto const& field) { return field.path == "(noise)"; });
    REQUIRE(pseudo != sum.fields.end());
    CHECK(pseudo->count == 0);
}

TEST_CASE("noise that is older than the figures excuses nothing in them") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch noise;
    for (int i = 0; i < 400; ++i) {
        auto record = baseline({"$.at"});
        record.at = new_year - 20h;
        noise.add(std::move(record));
    }
    good(into.write(noise));
    // So many sets that the last of them are stored without what is noisy.
    batch all;
    for (int bits = 0; bits < 600; ++bits) {
        std::vector<std::string> fields = {"$.at"};
        for (int i = 0; i < 10; ++i)
            if ((bits >> i & 1) != 0) fields.push_back("$.f" + std::to_string(i));
        auto record = differing(fields);
        record.kept.reset();
        all.add(std::move(record));
    }
    for (int i = 0; i < 50; ++i) all.add(differing({"$.at"}));
    batch more;
    for (int i = 0; i < 40; ++i) more.add(differing({"$.at", "$.new"}));
    good(into.write(all));
    good(into.write(more));
    auto const mismatched = [&](time_point since) {
        return noise_test(figures(into, since, new_year + 1h), 0.95).mismatched();
    };
    CHECK(mismatched(new_year - 1h) == 600 + 50 + 40);
    CHECK(mismatched(new_year - 24h) < 600 + 50 + 40);
}

TEST_CASE("a field past the bound is in its set whatever noise the others have") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch all;
    for (int i = 0; i < 3; ++i) all.add(baseline({"$.late"}));
    // Fields and sets past their bounds.
    for (int i = 0; i < 520; ++i) all.add(differing({"$.f" + std::to_string(i)}));
    for (int i = 0; i < 50; ++i)
        all.add(differing({"$.f" + std::to_string(i), "$.f" + std::to_string(i + 1)}));
    good(into.write(all));
    batch more;
    for (int i = 0; i < 3; ++i) more.add(baseline({"$.other"}));
    for (int i = 0; i < 30; ++i) more.add(differing({"$.f1", "$.fault"}));
    good(into.write(more));
    auto const by_paths = sets(totals(into));
    REQUIRE(by_paths.contains({"$.f1", "(others)"}));
    CHECK(by_paths.at({"$.f1", "(others)"}) == 30);
}

TEST_CASE("sets without end become others") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch all;
    for (int i = 0; i < 5'000; ++i) {
        std::vector<std::string> fields;
        for (int bit = 0; bit < 13; ++bit)
            if (((i + 1) >> bit & 1) != 0) fields.push_back("$.f" + std::to_string(bit));
        auto record = differing(fields);
        record.kept.reset();
        all.add(std::move(record));
    }
    good(into.write(all));
    auto const sum = totals(into);
    CHECK(sum.sets.size() == 4'097);
    CHECK(sets(sum).at({"(others)"}) == 5'000 - 4'096);
}

TEST_CASE("a comparison of which nobody knows what differed counts among the others") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({}));
    CHECK(sets(totals(into)) == counts{{{"(others)"}, 1}});
}
