#pragma once

#include "facade/resilience/rate.hpp"

#include <atomic>

namespace ficus::resilience {

/// One bucket for whoever asks, from any thread.
class token_bucket {
public:
    explicit token_bucket(rate const& r) : rate_(r) {}

    token_verdict take(time_point now);
    void give_back();

private:
    leaky_rate rate_;
    std::atomic<duration::rep> full_at_{0};
};

} // namespace ficus::resilience
