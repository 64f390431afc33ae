#include "facade/shadow/report.hpp"
#include "records.hpp"
#include "support/temp_dir.hpp"

#include <boost/json/serialize.hpp>

using namespace records;
using ficus::test::temp_dir;

namespace {

std::vector<std::string> paths(feature_report const& of) {
    std::vector<std::string> all;
    for (auto const& field : of.totals.fields) all.push_back(field.path);
    return all;
}

report made(store const* from, std::vector<std::string> const& features) {
    std::vector<report_subject> subjects;
    for (auto const& name : features) subjects.push_back({name, {}});
    return good(make_report(from, subjects, 24h, new_year + 30s));
}

} // namespace

TEST_CASE("without a store all figures are none and nothing is ready") {
    auto const empty = made(nullptr, {"orders", "users"});
    REQUIRE(empty.features.size() == 2);
    CHECK(empty.worst() == verdict::insufficient);
    CHECK(empty.features[0].totals.compared == 0);
    CHECK_FALSE(empty.features[0].match_rate.has_value());
    CHECK(empty.since == new_year - 24h);
    CHECK(empty.until == new_year + 30s);
}

TEST_CASE("the worst feature decides") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 4'000; ++i) all.push_back(matching("good"));
    for (int i = 0; i < 50; ++i) all.push_back(differing({"$.a"}, "bad"));
    write(into, std::move(all));
    batch chosen;
    chosen.add(traffic(4'000, 4'000, {}, "good"), new_year);
    good(into.write(chosen));
    CHECK(made(&into, {"good"}).worst() == verdict::ready);
    CHECK(made(&into, {"good", "unknown"}).worst() == verdict::insufficient);
    CHECK(made(&into, {"unknown", "bad", "good"}).worst() == verdict::not_ready);
    CHECK(made(&into, {}).worst() == verdict::insufficient);
}

TEST_CASE("fields are ranked by what legacy's own noise does not explain") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 100; ++i)
        all.push_back(differing(i < 5 ? std::vector<std::string>{"$.noisy", "$.fault"}
                                      : std::vector<std::string>{"$.noisy"}));
    for (int i = 0; i < 10; ++i) all.push_back(baseline({"$.noisy", "$.only_noise"}));
    write(into, std::move(all));
    auto const one = made(&into, {"orders"}).features.at(0);
    CHECK(paths(one) == std::vector<std::string>{"$.fault", "$.noisy"});
    CHECK(one.totals.fields[1].noise == 10);
}

TEST_CASE("without noise the more frequent field comes first") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, differing({"$.a", "$.b"}), differing({"$.b"}), matching());
    CHECK(paths(made(&into, {"orders"}).features.at(0)) == std::vector<std::string>{"$.b", "$.a"});
}

TEST_CASE("the report's JSON has the shape of the contract") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    batch all;
    all.add(matching());
    all.add(differing({"$.total"}));
    all.add(traffic(30, 4, {{"queue_full", 2}}), new_year);
    good(into.write(all));
    auto const json = report_json(made(&into, {"orders", "users"}));
    CHECK(json.at("since").as_string() == "2025-12-31T00:00:00.000Z");
    CHECK(json.at("until").as_string() == "2026-01-01T00:00:30.000Z");
    auto const& one = json.at("features").as_array().at(0).as_object();
    CHECK(one.at("name").as_string() == "orders");
    CHECK(one.at("verdict").as_string() == "not_ready");
    CHECK(one.at("why").is_string());
    CHECK(boost::json::serialize(one.at("coverage")) ==
          R"({"eligible":30,"chosen":4,"compared":2,"skipped":{"queue_full":2}})");
    CHECK(one.at("compared").to_number<int>() == 2);
    CHECK(one.at("matched").to_number<int>() == 1);
    CHECK(one.at("mismatched").to_number<int>() == 1);
    CHECK(one.at("match_rate").to_number<double>() == 0.5);
    CHECK(one.at("interval").as_array().size() == 2);
    CHECK(boost::json::serialize(one.at("fields")) ==
          R"([{"path":"$.total","kind":"value","count":1,"noise":0}])");
    CHECK(one.at("latency_ms").at("legacy").at("p50").to_number<double>() == Approx(20).epsilon(0.04));
    CHECK(one.at("latency_ms").at("modern").at("p99").to_number<double>() == Approx(10).epsilon(0.04));
    CHECK(boost::json::serialize(one.at("statuses")) == R"([{"legacy":200,"modern":200,"count":2}])");
    auto const& unseen = json.at("features").as_array().at(1).as_object();
    CHECK(unseen.at("match_rate").is_null());
    CHECK(unseen.at("latency_ms").at("legacy").at("p50").is_null());
}
