#include "facade/app/publisher.hpp"

#include "facade/app/site_builder.hpp"

#include <latch>

namespace ficus::app {

publisher::publisher(std::shared_ptr<pipeline::site const> site, rules::rule_set rules)
    : current_(build_snapshot(site, rules)), site_(std::move(site)), rules_(std::move(rules)) {}

std::shared_ptr<pipeline::snapshot const> publisher::current() const {
    std::lock_guard lock(current_mutex_);
    return current_;
}

void publisher::set_workers(std::vector<std::unique_ptr<worker_thread>>* workers) {
    std::lock_guard lock(publishing_);
    workers_ = workers;
    if (workers_ != nullptr) publish();
}

void publisher::set_site(std::shared_ptr<pipeline::site const> site) {
    std::lock_guard lock(publishing_);
    site_ = std::move(site);
    publish();
}

void publisher::set_rules(rules::rule_set rules) {
    std::lock_guard lock(publishing_);
    rules_ = std::move(rules);
    publish();
}

void publisher::publish() {
    auto const next = build_snapshot(site_, rules_);
    {
        std::lock_guard lock(current_mutex_);
        current_ = next;
    }
    if (workers_ == nullptr) return;
    // Workers never wait for anything but their sockets, so this takes no longer than what they do between
    // two waits.
    std::latch served(static_cast<std::ptrdiff_t>(workers_->size()));
    for (auto const& w : *workers_) w->adopt(next, [&served] { served.count_down(); });
    served.wait();
}

} // namespace ficus::app
