#include "facade/shadow/report.hpp"
#include "facade/shadow/report_json.hpp"
#include "records.hpp"
#include "support/temp_dir.hpp"

#include <boost/json/serialize.hpp>

using namespace records;
using ficus::test::temp_dir;

namespace {

std::vector<std::string> paths(feature_report const& of) {
    std::vector<std::string> all;
    for (auto const& field : of.fields) all.push_back(field.path);
    return all;
}

report made(store const* from, std::vector<std::string> const& features) {
    std::vector<report_subject> subjects;
    for (auto const& name : features) subjects.push_back({name, {}, window(name)->fingerprint, {}});
    return good(make_report(from, subjects, {}, {}, 24h, new_year + 30s));
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
    CHECK(one.fields[1].noise == 10);
    CHECK(one.mismatched == 5);
    CHECK(one.noisy_fields == 1);
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
    auto const& field = one.at("fields").as_array().at(0).as_object();
    CHECK(field.at("path").as_string() == "$.total");
    CHECK(field.at("kind").as_string() == "value");
    CHECK(field.at("count").to_number<int>() == 1);
    CHECK(field.at("noise").to_number<int>() == 0);
    CHECK(one.at("latency_ms").at("legacy").at("p50").to_number<double>() == Approx(20).epsilon(0.04));
    CHECK(one.at("latency_ms").at("modern").at("p99").to_number<double>() == Approx(10).epsilon(0.04));
    CHECK(boost::json::serialize(one.at("statuses")) == R"([{"legacy":200,"modern":200,"count":2}])");
    auto const& unseen = json.at("features").as_array().at(1).as_object();
    CHECK(unseen.at("match_rate").is_null());
    CHECK(unseen.at("latency_ms").at("legacy").at("p50").is_null());
}

TEST_CASE("the report's JSON says what noise was left out, and how sure its figures are") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 500; ++i) all.push_back(differing({"$.at"}));
    for (int i = 0; i < 50; ++i) all.push_back(baseline({"$.at"}));
    write(into, std::move(all));
    batch asked;
    auto delta = traffic(5'000, 500);
    delta.legacy = {500, 1};
    delta.modern = {500, 2};
    asked.add(delta, new_year);
    good(into.write(asked));
    report_subject subject{"orders", {}, window()->fingerprint, {"GET /api/orders/{id}", "GET /api/orders"}};
    auto const json = report_json(good(make_report(&into, {subject}, {}, {true, 0}, 24h, new_year + 30s)));
    auto const& one = json.at("features").as_array().at(0);
    CHECK(one.at("mismatched").to_number<int>() == 0);
    CHECK(one.at("match_rate").to_number<double>() == 1);
    CHECK(boost::json::serialize(one.at("raw")) == R"({"matched":0,"mismatched":500,"match_rate":0E0})");
    CHECK(one.at("rules").at("fingerprint").as_string() == window()->fingerprint);
    CHECK(one.at("rules").at("other_compared").to_number<int>() == 0);
    CHECK(one.at("baselines").to_number<int>() == 50);
    CHECK(boost::json::serialize(one.at("baselines_by_side")) == R"({"legacy":50,"modern":0})");
    auto const& field = one.at("fields").as_array().at(0);
    CHECK(field.at("noise").to_number<int>() == 50);
    CHECK(field.at("share").to_number<double>() == 1);
    CHECK(field.at("noise_share").to_number<double>() == 1);
    CHECK(field.at("beyond").as_array().size() == 2);
    CHECK(field.at("p").to_number<double>() > 0.4);
    CHECK(field.at("standing").as_string() == "noise");
    CHECK(field.at("counts_in").as_array().empty());
    CHECK(field.at("shape").is_null());
    auto const& operation = one.at("operations").as_array().at(0);
    CHECK(operation.at("name").as_string() == "GET /api/orders/{id}");
    CHECK(operation.at("eligible").to_number<int>() == 5'000);
    CHECK(operation.at("compared").to_number<int>() == 500);
    CHECK(operation.at("mismatched").to_number<int>() == 0);
    CHECK_FALSE(operation.at("too_few").as_bool());
    CHECK(boost::json::serialize(one.at("never_seen")) == R"(["GET /api/orders"])");
    CHECK(boost::json::serialize(one.at("errors").at("modern")) == R"({"asked":500,"failed":2})");
    CHECK(one.at("errors").at("p").to_number<double>() == Approx(0.5));
    CHECK(one.at("latency_ms").at("legacy").at("p99_interval").as_array().at(0).to_number<double>() ==
          Approx(20).epsilon(0.04));
    CHECK(one.at("latency_ratio").at("p99").as_array().at(1).to_number<double>() == Approx(0.5).epsilon(0.1));
    auto const& slices = one.at("over_time").as_array();
    REQUIRE_FALSE(slices.empty());
    std::uint64_t compared = 0, mismatched = 0;
    for (auto const& slice : slices) {
        compared += slice.at("compared").to_number<std::uint64_t>();
        mismatched += slice.at("mismatched").to_number<std::uint64_t>();
    }
    CHECK(compared == 500);
    CHECK(mismatched == 0);
}

TEST_CASE("changes begin with the one that held when the report's time began") {
    auto const change = [](std::uint64_t revision, std::string feature, time_point at, std::uint16_t share) {
        ficus::rules::revision_entry entry;
        entry.revision = revision;
        entry.feature = std::move(feature);
        entry.at_ns = std::chrono::nanoseconds(at.time_since_epoch()).count();
        entry.audit = {"kim", "because", "ficus flip"};
        entry.after.rules.back().share = ficus::rules::share::of_hundredths(share);
        return entry;
    };
    std::vector const history{change(9, "orders", new_year, 5'000), change(8, "users", new_year - 1h, 100),
                              change(7, "orders", new_year - 2h, 1'000),
                              change(6, "orders", new_year - 9h, 500),
                              change(5, "orders", new_year - 20h, 0)};
    auto const found = changes_since(history, "orders", new_year - 3h);
    REQUIRE(found.size() == 3);
    CHECK(found[0].revision == 6);
    CHECK(found[1].share == 10);
    CHECK(found[2].revision == 9);
    CHECK(found[2].at == new_year);
    CHECK(found[2].by == "kim");
    CHECK(changes_since(history, "orders", new_year - 24h).size() == 4);
    CHECK(changes_since(history, "nobody", new_year).empty());
}

TEST_CASE("a field's samples are its newest pairs and its oldest") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    for (int i = 0; i < 5; ++i) write(into, differing({"$.a"}, "orders", new_year + std::chrono::seconds(i)));
    report_subject subject{"orders", {}, window()->fingerprint, {}};
    auto const one = good(make_report(&into, {subject}, {}, {false, 3}, 24h, new_year + 30s)).features.at(0);
    auto const& samples = one.fields.at(0).samples;
    REQUIRE(samples.size() == 3);
    CHECK(samples[0].head.at == new_year + 4s);
    CHECK(samples[1].head.at == new_year + 3s);
    CHECK(samples[2].head.at == new_year);
    CHECK(samples[0].legacy.body == R"({"total":"old"})");
    CHECK(made(&into, {"orders"}).features.at(0).fields.at(0).samples.empty());
}

TEST_CASE("a report shows no pair that it does not count") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    auto by_other_rules = differing({"$.a"}, "orders", new_year + 2s);
    by_other_rules.window =
        std::make_shared<window_key const>(window_key{"orders", "fedcba9876543210", "{}"});
    auto other_kind = differing({"$.a"}, "orders", new_year + 3s);
    other_kind.differences[0].kind = ficus::acl::difference_kind::type;
    write(into, differing({"$.a"}, "orders", new_year - 25h), differing({"$.a"}, "orders", new_year + 1s),
          std::move(by_other_rules), std::move(other_kind));
    report_subject subject{"orders", {}, window()->fingerprint, {}};
    auto const one = good(make_report(&into, {subject}, {}, {false, 9}, 24h, new_year + 30s)).features.at(0);
    REQUIRE(one.fields.size() == 2);
    for (auto const& field : one.fields) {
        REQUIRE(field.samples.size() == 1);
        CHECK(field.samples[0].head.at ==
              new_year + (field.kind == ficus::acl::difference_kind::type ? 3s : 1s));
    }
}

TEST_CASE("what the report's JSON cannot know is null, and each side's figures are its own") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    std::vector<comparison_record> all;
    for (int i = 0; i < 20; ++i) all.push_back(matching());
    for (int i = 0; i < 3; ++i) all.push_back(baseline({}));
    for (int i = 0; i < 2; ++i) all.push_back(baseline({}, asked_again::modern));
    all.push_back(differing({"$.a"}, "users"));
    write(into, std::move(all));
    batch served;
    served.add(served_delta{"orders", {7, 0}, {3, 0}}, new_year);
    good(into.write(served));
    ready_options all_must_match;
    all_must_match.match_rate = 1;
    report_subject const orders{"orders", {}, window()->fingerprint, {}};
    report_subject const users{"users", all_must_match, window("users")->fingerprint, {}};
    auto const json =
        report_json(good(make_report(&into, {orders, users}, {}, {true, 0}, 24h, new_year + 30s)));
    auto const& one = json.at("features").as_array().at(0);
    CHECK(one.at("baselines").to_number<int>() == 5);
    CHECK(boost::json::serialize(one.at("baselines_by_side")) == R"({"legacy":3,"modern":2})");
    auto const& p99 = one.at("latency_ms").at("legacy").at("p99_interval").as_array();
    CHECK(p99.at(0).is_number());
    CHECK(p99.at(1).is_null());
    CHECK(one.at("latency_ratio").at("p50").is_array());
    CHECK(one.at("latency_ratio").at("p99").is_null());
    CHECK(one.at("more_needed").is_number());
    auto const& slices = one.at("over_time").as_array();
    CHECK(std::any_of(slices.begin(), slices.end(), [](auto const& slice) {
        return boost::json::serialize(slice.at("served")) == R"({"legacy":7,"modern":3})";
    }));
    auto const& other = json.at("features").as_array().at(1);
    CHECK(other.at("more_needed").is_null());
    CHECK(other.at("fields").as_array().at(0).at("noise_share").is_null());
    CHECK(other.at("fields").as_array().at(0).at("p").is_null());
}
