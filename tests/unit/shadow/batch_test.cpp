#include "records.hpp"

#include <set>

using namespace records;

TEST_CASE("counts are summed by window, operation and minute") {
    batch all;
    all.add(matching());
    all.add(differing({"$.a"}, "orders", new_year + 59s));
    all.add(matching("orders", new_year + 60s));
    all.add(matching("users"));
    auto other = matching("orders", new_year + 60s);
    other.operation = std::make_shared<std::string const>("PUT /api/orders/{id}");
    all.add(std::move(other));
    all.add(traffic(100, 10, {{"queue_full", 3}}), new_year);
    all.add(traffic(0, 0), new_year + 1h);
    REQUIRE(all.minutes().size() == 4);
    auto const& first = all.minutes().at({window(), operation(), batch::minute_of(new_year)});
    CHECK(first.compared == 2);
    CHECK(first.matched == 1);
    CHECK(first.eligible == 100);
    CHECK(first.chosen == 10);
    CHECK(first.skipped.at("queue_full") == 3);
    CHECK(first.legacy_latency.count() == 2);
    CHECK(first.legacy_again == 0);
}

TEST_CASE("of each path and kind that differs a record has one") {
    using ficus::acl::difference_kind;
    auto const kept = one_of_each({{"$.lines[*]", difference_kind::value, "1", "2"},
                                   {"$.lines[*]", difference_kind::missing, "3", ""},
                                   {"$.lines[*]", difference_kind::value, "4", "5"},
                                   {"$.total", difference_kind::value, "6", "7"}});
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].legacy == "1");
    CHECK(kept[1].kind == difference_kind::missing);
    CHECK(kept[2].path == "$.total");
}

TEST_CASE("what differed together is counted as a set") {
    batch all;
    all.add(differing({"$.b", "$.a"}));
    all.add(differing({"$.a", "$.b"}));
    all.add(differing({"$.a"}));
    all.add(matching());
    all.add(baseline({"$.a"}));
    REQUIRE(all.fields().size() == 2);
    auto const& counts = all.minutes().begin()->second;
    std::map<std::set<std::string>, std::uint64_t> sets;
    for (auto const& [numbers, count] : counts.sets) {
        std::set<std::string> paths;
        for (auto const number : numbers) paths.insert(all.fields()[number].path);
        sets[paths] = count;
    }
    CHECK(sets == std::map<std::set<std::string>, std::uint64_t>{{{"$.a", "$.b"}, 2}, {{"$.a"}, 1}});
}

TEST_CASE("one path of two windows, and of two kinds, is two fields") {
    batch all;
    all.add(differing({"$.a"}));
    all.add(differing({"$.a"}, "users"));
    auto missing = differing({"$.a"});
    missing.differences[0].kind = ficus::acl::difference_kind::missing;
    all.add(std::move(missing));
    CHECK(all.fields().size() == 3);
}

TEST_CASE("what differing values look like is counted by field") {
    using ficus::acl::volatile_shape;
    batch all;
    for (auto const shape : {volatile_shape::uuid, volatile_shape::uuid, volatile_shape::none}) {
        auto record = differing({"$.id"});
        record.differences[0].shape = shape;
        all.add(std::move(record));
    }
    CHECK(all.fields().at(0).shapes == std::map<volatile_shape, std::uint64_t>{{volatile_shape::uuid, 2}});
}

TEST_CASE("a baseline counts as its side's noise and as nothing else") {
    batch all;
    all.add(baseline({"$.at"}));
    all.add(baseline({}));
    all.add(baseline({"$.at"}, asked_again::modern));
    auto const& counts = all.minutes().begin()->second;
    CHECK(counts.legacy_again == 2);
    CHECK(counts.legacy_again_differed == 1);
    CHECK(counts.modern_again == 1);
    CHECK(counts.modern_again_differed == 1);
    CHECK(counts.compared == 0);
    CHECK(counts.fields.begin()->second.legacy_noise == 1);
    CHECK(counts.fields.begin()->second.modern_noise == 1);
    CHECK(counts.fields.begin()->second.count == 0);
    CHECK(counts.sets.empty());
    CHECK(counts.legacy_latency.count() == 0);
    CHECK(all.samples().empty());
}

TEST_CASE("how often both sides were asked and failed is summed") {
    batch all;
    for (int i = 0; i < 2; ++i) {
        auto delta = traffic(0, 0);
        delta.legacy = {10, 1};
        delta.modern = {10, 4};
        all.add(delta, new_year);
    }
    auto const& counts = all.minutes().begin()->second;
    CHECK(counts.legacy.asked == 20);
    CHECK(counts.legacy.failed == 2);
    CHECK(counts.modern.failed == 8);
}

TEST_CASE("without a pair a difference counts and leaves no sample") {
    batch all;
    auto record = differing({"$.a"});
    record.kept.reset();
    all.add(std::move(record));
    CHECK(all.minutes().begin()->second.fields.begin()->second.count == 1);
    CHECK(all.samples().empty());
}

TEST_CASE("of many pairs the first and the last are kept") {
    batch all;
    for (int i = 0; i < 100; ++i) {
        auto record = differing({"$.a"});
        record.revision = static_cast<std::uint64_t>(i);
        all.add(std::move(record));
    }
    std::vector<std::uint64_t> kept;
    for (auto const& one : all.samples().begin()->second) kept.push_back(one.record->revision);
    CHECK(kept == std::vector<std::uint64_t>{0, 1, 2, 3, 92, 93, 94, 95, 96, 97, 98, 99});
}
