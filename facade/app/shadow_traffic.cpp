#include "facade/app/shadow_traffic.hpp"

namespace ficus::app {

namespace {

constexpr std::chrono::milliseconds every{100};

}

shadow_traffic::shadow_traffic(obs::counters const& counters, shadow::writer& into)
    : counters_(counters), writer_(into), thread_([this] { run(); }) {}

shadow_traffic::~shadow_traffic() {
    stop();
}

void shadow_traffic::run() {
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, every, [this] { return stopping_; });
            last = stopping_;
        }
        hand_over();
    }
}

void shadow_traffic::hand_over() {
    for (auto const& [name, counters] : counters_.features()) {
        shadow::traffic_delta total;
        counters->for_each([&](obs::feature_cells const& cells) {
            total.eligible += cells.shadow_eligible.read();
            total.chosen += cells.shadow_chosen.read();
            for (std::size_t i = 0; i < cells.shadow_skipped.size(); ++i)
                if (auto const n = cells.shadow_skipped[i].read(); n > 0)
                    total.skipped[std::string(obs::name_of(static_cast<obs::skip>(i)))] += n;
        });
        auto& told = told_[name];
        shadow::traffic_delta delta;
        delta.feature = name;
        delta.eligible = total.eligible - told.eligible;
        delta.chosen = total.chosen - told.chosen;
        for (auto const& [reason, n] : total.skipped)
            if (n != told.skipped[reason]) delta.skipped[reason] = n - told.skipped[reason];
        if (delta.eligible == 0 && delta.chosen == 0 && delta.skipped.empty()) continue;
        writer_.count(delta);
        told = std::move(total);
    }
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
