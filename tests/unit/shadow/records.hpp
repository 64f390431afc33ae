#pragma once

#include "facade/shadow/batch.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/writer.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

/// Records as the runner makes them, in few words.
namespace records {

using namespace ficus::shadow;
using namespace std::chrono_literals;

/// 2026-01-01T00:00:00Z, the beginning of a minute.
inline constexpr time_point new_year{std::chrono::milliseconds(1'767'225'600'000)};

/// The same one for the same feature.
inline std::shared_ptr<window_key const> window(std::string const& feature = "orders") {
    static std::map<std::string, std::shared_ptr<window_key const>> made;
    auto& one = made[feature];
    if (!one) one = std::make_shared<window_key const>(window_key{feature, "0123456789abcdef", "{}"});
    return one;
}

inline std::shared_ptr<std::string const> operation() {
    static auto const made = std::make_shared<std::string const>("GET /api/orders/{id}");
    return made;
}

inline traffic_delta traffic(std::uint64_t eligible, std::uint64_t chosen,
                             std::map<std::string, std::uint64_t, std::less<>> skipped = {},
                             std::string const& feature = "orders") {
    traffic_delta made;
    made.window = window(feature);
    made.operation = operation();
    made.eligible = eligible;
    made.chosen = chosen;
    made.skipped = std::move(skipped);
    return made;
}

inline comparison_record matching(std::string const& feature = "orders", time_point at = new_year) {
    comparison_record record;
    record.window = window(feature);
    record.operation = operation();
    record.at = at;
    record.revision = 7;
    record.matched = true;
    record.legacy_status = record.modern_status = 200;
    record.legacy_latency = 20ms;
    record.modern_latency = 10ms;
    return record;
}

inline comparison_record differing(std::vector<std::string> const& paths,
                                   std::string const& feature = "orders", time_point at = new_year) {
    auto record = matching(feature, at);
    record.matched = false;
    for (auto const& path : paths)
        record.differences.push_back({path, ficus::acl::difference_kind::value, "old", "new"});
    record.kept = std::make_unique<comparison_record::pair>();
    auto& kept = *record.kept;
    kept.method = "GET";
    kept.target = "/api/orders/1";
    kept.legacy = {200,
                   record.legacy_latency,
                   {{"Content-Type", "application/json"}},
                   "application/json",
                   R"({"total":"old"})"};
    kept.modern = {200, record.modern_latency, {}, "", R"({"total":"new"})"};
    return record;
}

inline comparison_record baseline(std::vector<std::string> const& paths,
                                  asked_again side = asked_again::legacy) {
    auto record = differing(paths);
    record.what = side;
    record.matched = paths.empty();
    record.kept.reset();
    return record;
}

template<class T>
T good(store_result<T> result) {
    if (!result) FAIL(result.error().message);
    return std::move(*result);
}

inline void good(store_result<void> const& result) {
    if (!result) FAIL(result.error().message);
}

inline store writable(std::filesystem::path const& file) {
    return good(store::open_to_write(file));
}

inline feature_totals totals(store const& from, std::string const& feature = "orders") {
    return good(from.totals(feature, new_year - 24h, new_year + 24h));
}

inline void write(store& into, std::vector<comparison_record> all) {
    batch gathered;
    for (auto& record : all) gathered.add(std::move(record));
    good(into.write(gathered));
}

template<class... Record>
void write(store& into, comparison_record one, Record... more) {
    batch gathered;
    gathered.add(std::move(one));
    (gathered.add(std::move(more)), ...);
    good(into.write(gathered));
}

} // namespace records
