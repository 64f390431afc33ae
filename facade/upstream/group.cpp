#include "facade/upstream/group.hpp"

#include <algorithm>

namespace ficus::upstream {

namespace {

bool take_one(std::atomic<std::size_t>& count, std::size_t most) {
    auto now = count.load();
    while (now < most)
        if (count.compare_exchange_weak(now, now + 1)) return true;
    return false;
}

std::shared_ptr<resilience::shared_gradient> adaptive_of(upstream_options const& options) {
    if (!options.adaptive) return nullptr;
    return std::make_shared<resilience::shared_gradient>(*options.adaptive,
                                                         static_cast<std::uint32_t>(options.max_connections));
}

} // namespace

group::group(upstream_options options, std::vector<endpoint> endpoints, std::shared_ptr<upstream::health> of)
    : options_(std::move(options)), endpoints_(std::move(endpoints)), health_(std::move(of)),
      adaptive_(adaptive_of(options_)) {}

std::shared_ptr<found_addresses const> group::move(std::size_t endpoint, found_addresses to,
                                                   resilience::time_point now) {
    auto& at = *endpoints_[endpoint].at;
    auto was = at.move(std::move(to));
    if (was != nullptr && health_ != nullptr && no_address_in_common(*was, *at.look()))
        health_->forget(endpoint, now);
    return was;
}

bool group::open_one() {
    return take_one(open_, limit());
}
bool group::start_waiting() {
    return take_one(waiting_, options_.max_pending);
}

void group::add_listener(void const* who, listener l) {
    std::lock_guard lock(mutex_);
    listeners_.emplace_back(who, std::move(l));
}

void group::remove_listener(void const* who) {
    std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [who](auto const& entry) { return entry.first == who; });
}

void group::tell_others(void const* who, news what) {
    std::lock_guard lock(mutex_);
    for (auto const& [other, hears] : listeners_)
        if (other != who) hears(what);
}

} // namespace ficus::upstream
