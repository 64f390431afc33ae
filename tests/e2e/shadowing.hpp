#pragma once

#include "e2e/scene.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::test {

inline handler answers_json(std::string const& body) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body,
                  {{"Content-Type", "application/json"},
                   {"Set-Cookie", "session=very-secret-cookie"},
                   {"Location", "/next?token=very-secret-query"}});
    };
}

inline boost::json::object report_of_orders(scene const& stage) {
    auto const report = stage.cli_json({"report", "orders"});
    return report.at("features").as_array().at(0).as_object();
}

inline std::uint64_t coverage(boost::json::object const& report, std::string_view key) {
    return report.at("coverage").at(key).to_number<std::uint64_t>();
}

inline std::uint64_t skipped(boost::json::object const& report) {
    std::uint64_t sum = 0;
    for (auto const& [reason, count] : report.at("coverage").at("skipped").as_object())
        sum += count.to_number<std::uint64_t>();
    return sum;
}

/// Waits until everything that was chosen has been compared or skipped.
inline boost::json::object settled_report(scene const& stage, std::uint64_t chosen) {
    boost::json::object report;
    CHECK(eventually([&] {
        report = report_of_orders(stage);
        return coverage(report, "chosen") >= chosen &&
               coverage(report, "compared") + skipped(report) >= chosen;
    }));
    INFO(boost::json::serialize(report));
    CHECK(coverage(report, "chosen") == chosen);
    return report;
}

} // namespace ficus::test
