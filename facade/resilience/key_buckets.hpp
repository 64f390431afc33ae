#pragma once

#include "facade/resilience/rate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace ficus::resilience {

/// A bucket for each key, from any thread, in memory that does not grow: 1 MiB. A key that is new takes the
/// place of one whose bucket is full, which is as good as none; where all that it may take the place of are
/// in use, of the one that is fullest, which is forgotten then.
class key_buckets {
public:
    static constexpr std::size_t places = 65'536;

    explicit key_buckets(rate const& r) : rate_(r), sets_(places / set_size) {}

    /// `key`: a hash that nobody outside can foresee.
    token_verdict take(std::uint64_t key, time_point now);
    /// Of a bucket that has been forgotten meanwhile nothing is to be given back.
    void give_back(std::uint64_t key);

private:
    static constexpr std::size_t set_size = 8;
    static constexpr std::size_t locks = 64;
    struct bucket {
        std::uint64_t key = 0;
        time_point full_at{};
    };
    using set = std::array<bucket, set_size>;
    struct alignas(64) padded_mutex {
        std::mutex mutex;
    };
    set& set_of(std::uint64_t key) { return sets_[key % sets_.size()]; }
    std::mutex& lock_of(std::uint64_t key) { return locks_[key % locks].mutex; }

    leaky_rate rate_;
    std::vector<set> sets_;
    std::array<padded_mutex, locks> locks_;
};

} // namespace ficus::resilience
