#include "facade/app/publisher.hpp"

#include "facade/app/site_builder.hpp"

#include <latch>

namespace ficus::app {

publisher::publisher(std::shared_ptr<pipeline::snapshot const> first, rules::rule_set rules)
    : current_(std::move(first)), rules_(std::move(rules)) {}

std::shared_ptr<pipeline::snapshot const> publisher::current() const {
    std::lock_guard lock(current_mutex_);
    return current_;
}

void publisher::set_workers(std::vector<std::unique_ptr<worker_thread>>* workers) {
    std::lock_guard lock(publishing_);
    workers_ = workers;
    // The rules may have changed since the workers were made.
    if (workers_ != nullptr) publish(current());
}

boost::system::result<void, std::string> publisher::set_site(std::shared_ptr<pipeline::site const> site) {
    std::lock_guard lock(publishing_);
    auto next = build_snapshot(std::move(site), rules_);
    if (!next) return std::move(next.error());
    publish(std::move(*next));
    return {};
}

boost::system::result<void, std::string> publisher::set_rules(rules::rule_set rules) {
    std::lock_guard lock(publishing_);
    auto next = build_snapshot(site(), rules);
    if (!next) return std::move(next.error());
    rules_ = std::move(rules);
    publish(std::move(*next));
    return {};
}

void publisher::publish(std::shared_ptr<pipeline::snapshot const> next) {
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
