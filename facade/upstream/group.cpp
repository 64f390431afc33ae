#include "facade/upstream/group.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>

namespace ficus::upstream {

namespace {

bool take_one(std::atomic<std::size_t>& count, std::size_t most) {
    auto now = count.load();
    while (now < most)
        if (count.compare_exchange_weak(now, now + 1)) return true;
    return false;
}

} // namespace

group::group(upstream_options options) : options_(std::move(options)) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::resolver resolver(context);
    for (auto const& e : options_.endpoints) {
        endpoint resolved;
        resolved.authority = e.authority;
        boost::system::error_code error;
        auto const found = resolver.resolve(e.host, std::to_string(e.port), error);
        if (error) resolved.resolve_error = error.message();
        for (auto const& entry : found) resolved.addresses.push_back(entry.endpoint());
        endpoints_.push_back(std::move(resolved));
    }
}

bool group::open_one() {
    return take_one(open_, options_.max_connections);
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
