#include "records.hpp"

using namespace records;

TEST_CASE("counts are summed by feature and minute") {
    batch all;
    all.add(matching());
    all.add(differing({"$.a"}, "orders", new_year + 59s));
    all.add(matching("orders", new_year + 60s));
    all.add(matching("users"));
    all.add(traffic_delta{"orders", 100, 10, {{"queue_full", 3}}}, new_year);
    all.add(traffic_delta{"orders", 0, 0, {}}, new_year + 1h);
    REQUIRE(all.minutes().size() == 3);
    auto const& first = all.minutes().at({"orders", batch::minute_of(new_year)});
    CHECK(first.compared == 2);
    CHECK(first.matched == 1);
    CHECK(first.eligible == 100);
    CHECK(first.chosen == 10);
    CHECK(first.skipped.at("queue_full") == 3);
    CHECK(first.legacy_latency.count() == 2);
}

TEST_CASE("a path that differs many times in one answer counts once") {
    batch all;
    all.add(differing({"$.lines[*]", "$.lines[*]", "$.total"}));
    auto const& counts = all.minutes().begin()->second;
    CHECK(counts.fields.at({"$.lines[*]", ficus::acl::difference_kind::value}).count == 1);
    CHECK(counts.fields.size() == 2);
    CHECK(all.samples().size() == 2);
}

TEST_CASE("a baseline counts as noise and as nothing else") {
    batch all;
    all.add(baseline({"$.at"}));
    auto const& counts = all.minutes().begin()->second;
    CHECK(counts.baselines == 1);
    CHECK(counts.compared == 0);
    CHECK(counts.fields.begin()->second.noise == 1);
    CHECK(counts.fields.begin()->second.count == 0);
    CHECK(counts.legacy_latency.count() == 0);
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
