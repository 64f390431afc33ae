#pragma once

#include "facade/shadow/batch.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/writer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

/// Records as the runner makes them, in few words.
namespace records {

using namespace ficus::shadow;
using namespace std::chrono_literals;

/// 2026-01-01T00:00:00Z, the beginning of a minute.
inline constexpr time_point new_year{std::chrono::milliseconds(1'767'225'600'000)};

inline comparison_record matching(std::string feature = "orders", time_point at = new_year) {
    comparison_record record;
    record.feature = std::move(feature);
    record.at = at;
    record.revision = 7;
    record.method = "GET";
    record.target = "/api/orders/1";
    record.legacy.status = record.modern.status = 200;
    record.legacy.latency = 20ms;
    record.modern.latency = 10ms;
    return record;
}

inline comparison_record differing(std::vector<std::string> const& paths, std::string feature = "orders",
                                   time_point at = new_year) {
    auto record = matching(std::move(feature), at);
    for (auto const& path : paths)
        record.found.differences.push_back({path, ficus::acl::difference_kind::value, "old", "new"});
    record.found.count = paths.size();
    record.legacy.headers = {{"Content-Type", "application/json"}};
    record.legacy.content_type = "application/json";
    record.legacy.body = R"({"total":"old"})";
    record.modern.body = R"({"total":"new"})";
    return record;
}

inline comparison_record baseline(std::vector<std::string> const& paths) {
    auto record = differing(paths);
    record.is_baseline = true;
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

} // namespace records
