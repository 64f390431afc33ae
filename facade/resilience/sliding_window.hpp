#pragma once

#include "facade/resilience/clock.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ficus::resilience {

/// Sums of what was counted lately. It looks back over its window, less up to one of the buckets that it is
/// divided into: what is older is never in it. `Counts` begins as zero and has `+=`. A time before the newest
/// one that was seen counts as that one. One thread.
template<class Counts>
class sliding_window {
public:
    explicit sliding_window(duration window, std::size_t buckets = 10)
        : width_(std::max(window / static_cast<duration::rep>(buckets), duration(1))), buckets_(buckets) {}

    void add(time_point now, Counts const& counts) {
        advance(now);
        buckets_[static_cast<std::size_t>(newest_) % buckets_.size()] += counts;
    }
    Counts sum(time_point now) {
        advance(now);
        Counts out{};
        for (auto const& bucket : buckets_) out += bucket;
        return out;
    }
    void clear() { std::fill(buckets_.begin(), buckets_.end(), Counts{}); }

private:
    void advance(time_point now) {
        std::int64_t const at = std::max(now.time_since_epoch() / width_, std::int64_t{0});
        if (at <= newest_) return;
        if (at - newest_ >= static_cast<std::int64_t>(buckets_.size())) {
            clear();
            newest_ = at;
        }
        while (newest_ < at) {
            ++newest_;
            buckets_[static_cast<std::size_t>(newest_) % buckets_.size()] = Counts{};
        }
    }

    duration width_;
    std::vector<Counts> buckets_;
    std::int64_t newest_ = 0; // the newest bucket, counted in widths from the clock's beginning
};

} // namespace ficus::resilience
