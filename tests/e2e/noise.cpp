// A legacy that never says the same twice, and a modern side with one rare fault: what the report makes of
// it.
#include "e2e/shadowing.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <string>
#include <string_view>

using namespace ficus::test;

namespace {

/// Who answers. All that varies is drawn by this and the request's number, so that every run is the same
/// whichever request comes first.
enum class answering : unsigned { legacy, legacy_again, modern };

unsigned number_of(recorded_request const& request) {
    unsigned number = 0;
    auto const digits = std::string_view(request.target).substr(std::string_view("/orders/").size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Once in two hundred, on average.
bool is_faulty(unsigned number) {
    std::seed_seq seed{7U, number};
    return std::mt19937(seed)() % 1000 < 5;
}

/// A random id, the time, lines in any order, and a state that 3 % of legacy's answers have wrong. The total
/// is what matters.
boost::json::object order(answering who, unsigned number) {
    std::seed_seq seed{static_cast<unsigned>(who), number};
    std::mt19937 random(seed);
    std::array<unsigned, 5> skus{11, 12, 13, 14, 15};
    std::shuffle(skus.begin(), skus.end(), random);
    boost::json::array lines;
    for (auto const sku : skus) lines.push_back({{"sku", sku}, {"quantity", sku % 3}});
    bool const flipped = who != answering::modern && random() % 100 < 3;
    return {{"trace", std::to_string(random())},
            {"at", "2026-11-27T12:00:" + std::to_string(10 + random() % 50) + '.' +
                       std::to_string(100 + random() % 900) + 'Z'},
            {"lines", std::move(lines)},
            {"state", flipped ? "closed" : "open"},
            {"number", number},
            {"total", 100 + number}};
}

handler answers_order(answering who) {
    return [=](exchange& on) {
        bool const again = who == answering::legacy && on.request().field("X-Ficus-Shadow").has_value();
        auto const body = order(again ? answering::legacy_again : who, number_of(on.request()));
        on.answer(200, boost::json::serialize(body), {{"Content-Type", "application/json"}});
    };
}

handler answers_order_with_faults() {
    return [](exchange& on) {
        auto const number = number_of(on.request());
        auto body = order(answering::modern, number);
        if (is_faulty(number)) body["total"] = 0;
        on.answer(200, boost::json::serialize(body), {{"Content-Type", "application/json"}});
    };
}

/// Legacy is asked twice each time: which requests are would be drawn otherwise, and a run differ from the
/// next.
script noisy() {
    script with;
    with.rest = "[features.orders.compare]\nbaseline = 1.0\n[features.orders.ready]\nmatch_rate = 0.99\n";
    return with;
}

/// Asks for orders 0 to `count` - 1, and waits now and then so that no copy is left out for want of room.
boost::json::object report_after(scene& stage, unsigned count) {
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    boost::json::object report;
    for (unsigned i = 0; i < count; ++i) {
        REQUIRE(client.ask(get("/orders/" + std::to_string(i))).status == 200);
        if ((i + 1) % 750 == 0 || i + 1 == count) report = settled_report(stage, i + 1);
    }
    CHECK(coverage(report, "compared") == count);
    // The last of them come behind their comparisons.
    CHECK(eventually([&] {
        report = report_of_orders(stage);
        return report.at("baselines").to_number<unsigned>() == count;
    }));
    return report;
}

boost::json::object const& field_at(boost::json::object const& report, std::size_t rank) {
    return report.at("fields").as_array().at(rank).as_object();
}

} // namespace

TEST_CASE("a rare fault ranks before all noise, and is all that counts") {
    constexpr unsigned asked = 3'000;
    unsigned faults = 0;
    for (unsigned i = 0; i < asked; ++i) faults += is_faulty(i);
    REQUIRE(faults > 5);
    REQUIRE(faults < 30);
    scene stage(noisy());
    stage.legacy.on_request(answers_order(answering::legacy));
    stage.modern.on_request(answers_order_with_faults());
    auto const report = report_after(stage, asked);
    INFO(boost::json::serialize(report));
    CHECK(field_at(report, 0).at("path") == "$.total");
    CHECK(field_at(report, 0).at("kind") == "value");
    CHECK(field_at(report, 0).at("standing") == "counts");
    CHECK(field_at(report, 0).at("count").to_number<unsigned>() == faults);
    CHECK(report.at("mismatched").to_number<unsigned>() == faults);
    auto const& fields = report.at("fields").as_array();
    CHECK(fields.size() >= 5);
    for (std::size_t i = 1; i < fields.size(); ++i) {
        CAPTURE(i);
        CHECK(field_at(report, i).at("standing") == "noise");
    }
    // Nearly every answer differs somewhere.
    CHECK(report.at("raw").at("matched").to_number<unsigned>() < asked / 100);
    CHECK(report.at("verdict") == "ready");
}

TEST_CASE("noise alone does not hold a feature back") {
    constexpr unsigned asked = 1'500;
    scene stage(noisy());
    stage.legacy.on_request(answers_order(answering::legacy));
    stage.modern.on_request(answers_order(answering::modern));
    auto const report = report_after(stage, asked);
    INFO(boost::json::serialize(report));
    CHECK(report.at("mismatched").to_number<unsigned>() == 0);
    CHECK(report.at("raw").at("matched").to_number<unsigned>() < asked / 100);
    for (auto const& field : report.at("fields").as_array())
        CHECK(field.as_object().at("standing") == "noise");
    CHECK(report.at("verdict") == "ready");
    CHECK(stage.cli({"report", "orders", "--gate"}).status == 0);
}
