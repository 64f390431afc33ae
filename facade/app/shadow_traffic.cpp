#include "facade/app/shadow_traffic.hpp"

#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"

#include <string_view>
#include <vector>

namespace ficus::app {

namespace {

constexpr std::chrono::milliseconds every{200};

shadow::traffic_delta::side since(shadow::traffic_delta::side const& now,
                                  shadow::traffic_delta::side const& told) {
    return {now.asked - told.asked, now.failed - told.failed};
}

} // namespace

shadow_traffic::shadow_traffic(obs::counters& counters, shadow::writer& into)
    : counters_(counters), writer_(into), thread_([this] { run(); }) {}

shadow_traffic::~shadow_traffic() {
    stop();
}

void shadow_traffic::run() {
    obs::name_this_thread("ficus-traffic");
    io::give_way();
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, every, [this] { return stopping_; });
            last = stopping_;
        }
        hand_over();
    }
}

void shadow_traffic::follow(pipeline::site const& site) {
    std::lock_guard lock(handing_over_);
    // By the rules that it was counted under.
    hand_over_all();
    for (auto const& feature : site.features) windows_[feature.options.name] = feature.window;
}

void shadow_traffic::hand_over() {
    std::lock_guard lock(handing_over_);
    hand_over_all();
}

void shadow_traffic::hand_over_all() {
    std::string_view last; // a feature's operations stand side by side
    std::vector<std::string> shadowed;
    counters_.for_each_operation([&](std::string const& feature, obs::operation_counters const& operation) {
        hand_over(feature, operation);
        if (feature == last || told_[&operation].chosen == 0) return;
        last = feature;
        shadowed.push_back(feature);
    });
    for (auto const& feature : shadowed) hand_over_served(feature);
}

void shadow_traffic::hand_over_served(std::string const& feature) {
    std::array<shadow::traffic_delta::side, 2> sums{};
    counters_.feature(feature)->for_each([&](obs::feature_cells const& cells) {
        for (std::size_t side = 0; side < 2; ++side) {
            for (auto const& of_class : cells.sides[side].by_class) sums[side].asked += of_class.read();
            sums[side].failed += cells.sides[side].errors.read();
        }
    });
    auto& told = served_[feature];
    if (sums == told) return;
    writer_.count(shadow::served_delta{feature, since(sums[0], told[0]), since(sums[1], told[1])});
    told = sums;
}

void shadow_traffic::hand_over(std::string const& feature, obs::operation_counters const& operation) {
    totals sums;
    operation.for_each([&](obs::operation_cells const& cells) {
        sums.eligible += cells.eligible.read();
        sums.chosen += cells.chosen.read();
        for (std::size_t i = 0; i < sums.skipped.size(); ++i) sums.skipped[i] += cells.skipped[i].read();
        for (std::size_t side = 0; side < 2; ++side) {
            sums.sides[side].asked += cells.asked[side].read();
            sums.sides[side].failed += cells.failed[side].read();
        }
    });
    auto const window = windows_.find(feature);
    if (window == windows_.end()) return;
    auto& told = told_[&operation];
    if (sums == told) return;
    shadow::traffic_delta delta;
    delta.window = window->second;
    delta.operation = operation.name();
    delta.eligible = sums.eligible - told.eligible;
    delta.chosen = sums.chosen - told.chosen;
    for (std::size_t i = 0; i < sums.skipped.size(); ++i)
        if (auto const n = sums.skipped[i] - told.skipped[i]; n > 0)
            delta.skipped.emplace(obs::name_of(static_cast<obs::skip>(i)), n);
    delta.legacy = since(sums.sides[0], told.sides[0]);
    delta.modern = since(sums.sides[1], told.sides[1]);
    writer_.count(delta);
    told = sums;
}

void shadow_traffic::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

} // namespace ficus::app
