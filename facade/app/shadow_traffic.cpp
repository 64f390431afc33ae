#include "facade/app/shadow_traffic.hpp"

#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"

namespace ficus::app {

namespace {

constexpr std::chrono::milliseconds every{200};

}

shadow_traffic::shadow_traffic(obs::counters const& counters, shadow::writer& into)
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
    for (auto const& feature : site.features)
        places_[feature.options.name] = {feature.window, feature.operation};
}

void shadow_traffic::hand_over() {
    std::lock_guard lock(handing_over_);
    hand_over_all();
}

void shadow_traffic::hand_over_all() {
    counters_.for_each_feature([this](std::string const& name, obs::feature_counters const& counters) {
        hand_over(name, counters);
    });
}

// Ten thousand features are passed over five times a second, and nearly all of them have nothing to tell.
void shadow_traffic::hand_over(std::string const& name, obs::feature_counters const& counters) {
    std::uint64_t events = 0;
    counters.for_each([&](obs::feature_cells const& cells) {
        events += cells.shadow_eligible.read() + cells.shadow_chosen.read();
        for (auto const& skipped : cells.shadow_skipped) events += skipped.read();
    });
    if (events == 0) return;
    auto const place = places_.find(name);
    if (place == places_.end()) return;
    auto& told = told_[&counters];
    if (events == told.events) return;
    totals sums;
    counters.for_each([&](obs::feature_cells const& cells) {
        sums.eligible += cells.shadow_eligible.read();
        sums.chosen += cells.shadow_chosen.read();
        for (std::size_t i = 0; i < cells.shadow_skipped.size(); ++i)
            sums.skipped[i] += cells.shadow_skipped[i].read();
    });
    shadow::traffic_delta delta;
    delta.window = place->second.window;
    delta.operation = place->second.operation;
    delta.eligible = sums.eligible - told.eligible;
    delta.chosen = sums.chosen - told.chosen;
    for (std::size_t i = 0; i < sums.skipped.size(); ++i)
        if (auto const n = sums.skipped[i] - told.skipped[i]; n > 0)
            delta.skipped.emplace(obs::name_of(static_cast<obs::skip>(i)), n);
    writer_.count(delta);
    // What is counted meanwhile is in the sums already, and makes the next pass look again.
    sums.events = events;
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
