#pragma once

#include "facade/resilience/clock.hpp"

#include <cstdint>

namespace ficus::resilience {

/// `1000/s` with a burst: so many requests in such a time, and how many of them may come at once.
struct rate {
    static constexpr std::uint64_t most = 1'000'000; ///< requests, of count and burst
    static constexpr std::chrono::seconds longest = std::chrono::hours(1);

    std::uint64_t count = 1;
    std::chrono::seconds per{1};
    std::uint64_t burst = 1;

    friend bool operator==(rate const&, rate const&) = default;
};

/// What became of a request that asked for a token.
struct token_verdict {
    bool taken = false;
    std::uint64_t left = 0; ///< tokens that are there now
    duration wait{};        ///< until there is one, where none was
    duration full_in{};     ///< until there are all of them
    bool forgotten = false; ///< another key's bucket had to be forgotten, though it was not full
};

/// A bucket that holds `burst` tokens and gets `count` of them in `per`, one after the other. It is full at
/// some time, which is all that there is to remember of it (the virtual scheduling algorithm of ITU-T I.371).
class leaky_rate {
public:
    explicit leaky_rate(rate const& r)
        : interval_((duration(r.per) + duration(r.count - 1)) / static_cast<duration::rep>(r.count)),
          depth_(interval_ * static_cast<duration::rep>(r.burst)) {}

    /// `full_at`: when the bucket is full; moved where a token is taken.
    token_verdict take(time_point& full_at, time_point now) const;
    /// One more is needed after all by somebody else.
    void give_back(time_point& full_at) const { full_at -= interval_; }
    duration interval() const { return interval_; } ///< from token to token, rounded up to the clock's tick

private:
    duration interval_;
    duration depth_;
};

} // namespace ficus::resilience
