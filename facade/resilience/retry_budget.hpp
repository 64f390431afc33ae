#pragma once

#include "facade/resilience/clock.hpp"
#include "facade/resilience/sliding_window.hpp"

#include <cstdint>

namespace ficus::resilience {

/// `retry_budget`
struct budget_options {
    double share = 0.1;          ///< of the requests in the window, 0 to 1
    double least_per_second = 1; ///< is allowed however few requests there are
    std::chrono::milliseconds window{10'000};

    friend bool operator==(budget_options const&, budget_options const&) = default;
};

/// How many retries an upstream may be asked to bear: in the window no more than `share` of the requests, or
/// than `least_per_second` allows, whichever is more. It is told how many requests there were altogether,
/// each time that a retry is due; requests are only counted once they are known to be within the window, so
/// that who tells it seldom is allowed less, never more. One thread.
class retry_budget {
public:
    explicit retry_budget(budget_options const& options) : options_(options), window_(options.window) {}

    /// Tells it of requests without asking for a retry. `requests_so_far` never falls.
    void note(time_point now, std::uint64_t requests_so_far);
    /// Whether one more retry may be sent now; if so it is counted.
    bool take(time_point now, std::uint64_t requests_so_far);

private:
    struct counts {
        std::uint64_t requests = 0;
        std::uint64_t retries = 0;
        counts& operator+=(counts const& more) {
            requests += more.requests;
            retries += more.retries;
            return *this;
        }
    };
    budget_options options_;
    sliding_window<counts> window_;
    std::uint64_t requests_ = 0; // so far, at noted_
    time_point noted_;
    bool begun_ = false;
};

} // namespace ficus::resilience
