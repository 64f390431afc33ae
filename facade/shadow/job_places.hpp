#pragma once

#include <atomic>
#include <cstddef>

namespace ficus::shadow {

/// How many jobs may wait or be under way at one time. Who takes places and who gives them back write to
/// lines of their own, and most only look at one that rarely changes: a copy is not to cost its request a
/// wait for what another processor has.
class job_places {
public:
    /// `most`: at least one.
    explicit job_places(std::size_t most) : most_(most) {}
    job_places(job_places const&) = delete;
    job_places& operator=(job_places const&) = delete;

    /// False: there is no place now, and what a job would hold need not be captured. True promises nothing.
    /// Any thread.
    bool are_free() const { return !full_.load(std::memory_order_relaxed); }
    /// From one thread at a time. False: there is none.
    bool take() {
        auto const so_far = taken_.load(std::memory_order_relaxed);
        if (so_far - known_over_ < most_) {
            taken_.store(so_far + 1);
            if (so_far + 1 - known_over_ >= most_) look_again();
            return true;
        }
        look_again();
        if (so_far - known_over_ >= most_) return false;
        return take();
    }
    /// Any thread.
    void give_back() {
        over_.fetch_add(1);
        if (full_.load()) full_.store(false);
    }
    /// How many are taken. Any thread.
    std::size_t taken() const {
        auto const over = over_.load(); // first: none is given back that was not taken
        return taken_.load() - over;
    }

private:
    bool is_full() {
        known_over_ = over_.load();
        return taken_.load() - known_over_ >= most_;
    }
    // Says that it is full before it looks a last time: a place that is given back meanwhile is either seen
    // here, or its giver sees what is said, and takes that back. So nobody waits for places that are free.
    void look_again() {
        if (!is_full()) return;
        full_.store(true);
        if (!is_full()) full_.store(false);
    }

    std::size_t const most_;
    alignas(64) std::atomic<std::size_t> taken_{0}; ///< so far; by whoever takes, alone
    std::size_t known_over_ = 0;                    ///< of them, at least; by the same
    alignas(64) std::atomic<std::size_t> over_{0};
    alignas(64) std::atomic<bool> full_{false};
};

} // namespace ficus::shadow
