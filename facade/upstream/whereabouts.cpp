#include "facade/upstream/whereabouts.hpp"

#include <algorithm>

namespace ficus::upstream {

namespace {

bool has_address(found_addresses const& all, boost::asio::ip::tcp::endpoint const& one) {
    return std::find(all.addresses.begin(), all.addresses.end(), one) != all.addresses.end();
}

bool has_all_of(found_addresses const& all, found_addresses const& wanted) {
    return std::all_of(wanted.addresses.begin(), wanted.addresses.end(),
                       [&](auto const& one) { return has_address(all, one); });
}

} // namespace

bool same_addresses(found_addresses const& a, found_addresses const& b) {
    return has_all_of(a, b) && has_all_of(b, a);
}

bool no_address_in_common(found_addresses const& a, found_addresses const& b) {
    return std::none_of(a.addresses.begin(), a.addresses.end(),
                        [&](auto const& one) { return has_address(b, one); });
}

whereabouts::whereabouts(found_addresses first)
    : now_(std::make_shared<found_addresses const>(std::move(first))) {}

std::shared_ptr<found_addresses const> whereabouts::look() const {
    std::lock_guard const lock(mutex_);
    return now_;
}

bool whereabouts::has(boost::asio::ip::tcp::endpoint const& address) const {
    return has_address(*look(), address);
}

std::shared_ptr<found_addresses const> whereabouts::move(found_addresses next) {
    auto made = std::make_shared<found_addresses const>(std::move(next));
    std::lock_guard const lock(mutex_);
    if (made->addresses.empty() && !now_->addresses.empty()) return nullptr;
    bool const moved = !same_addresses(*now_, *made);
    now_.swap(made);
    if (!moved) return nullptr;
    version_.fetch_add(1, std::memory_order_release);
    return made;
}

} // namespace ficus::upstream
