#include "facade/io/deadlines.hpp"

#include <algorithm>

namespace ficus::io {

void deadline::set(clock::duration from_now) {
    // Not from the last tick that the wheel has seen: a loop that was held up sees it late, and the deadline
    // would pass early by as much.
    constexpr clock::duration tick = deadline_wheel::tick;
    auto const since_start = wheel_.time_.now(wheel_.time_.context) - wheel_.start_ + tick / 2;
    auto const due = since_start + std::max(from_now, clock::duration::zero());
    due_ = static_cast<std::uint64_t>(due / tick) + 1;
    armed_ = true;
    if (!linked() || due_ < linked_at_) {
        unlink();
        wheel_.link(*this);
    }
}

void deadline_wheel::link(deadline& d) {
    // Beyond the wheel's horizon: as far out as it goes, and once more from there.
    d.linked_at_ = d.due_ - now_ < slots ? d.due_ : now_ + slots - 1;
    d.link_before(heads_[d.linked_at_ % slots]);
}

void deadline_wheel::advance(clock::time_point now) {
    auto const target = static_cast<std::uint64_t>((now - start_) / clock::duration{tick});
    while (now_ < target) {
        ++now_;
        // Onto a ring of its own first: callbacks may link into this very slot again.
        detail::ring_node visiting;
        heads_[now_ % slots].hand_to(visiting);
        while (visiting.linked()) {
            auto& d = static_cast<deadline&>(*visiting.next);
            d.unlink();
            if (!d.armed_) continue;
            if (d.due_ > now_) {
                link(d);
                continue;
            }
            d.armed_ = false;
            d.expired_(d.context_);
        }
    }
}

} // namespace ficus::io
