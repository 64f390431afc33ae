#pragma once

#include "facade/resilience/gradient_limit.hpp"

#include <atomic>
#include <mutex>

namespace ficus::resilience {

/// A gradient limit that all threads ask and tell. Who asks takes no lock.
class shared_gradient {
public:
    shared_gradient(gradient_options const& options, std::uint32_t most)
        : gradient_(options, most), limit_(gradient_.limit()) {}

    // Sequentially consistent: who begins to wait and then asks, and who raises it and then looks for those
    // who wait, must not miss each other.
    std::uint32_t limit() const { return limit_.load(); }
    /// An answer has come, or has not come in time; see gradient_limit. Whether the limit has risen.
    bool tell(time_point now, duration took, std::uint32_t under_way, bool came) {
        std::lock_guard lock(mutex_);
        came ? gradient_.tell(now, took, under_way) : gradient_.tell_drop(now, took, under_way);
        auto const limit = gradient_.limit();
        return limit > limit_.exchange(limit);
    }

private:
    std::mutex mutex_;
    gradient_limit gradient_;
    std::atomic<std::uint32_t> limit_;
};

} // namespace ficus::resilience
