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
    /// Any thread. False: there is none.
    bool take() {
        auto so_far = taken_.load(std::memory_order_relaxed);
        do {
            if (!has_room(so_far) && look_again()) return false;
        } while (!taken_.compare_exchange_weak(so_far, so_far + 1));
        if (!has_room(so_far + 1)) look_again();
        return true;
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
    // Of a number that others have left behind it may say no, never a wrong yes.
    bool has_room(std::size_t so_far) const {
        return so_far - known_over_.load(std::memory_order_relaxed) < most_;
    }
    bool is_full() {
        auto const over = over_.load();
        known_over_.store(over, std::memory_order_relaxed);
        return taken_.load() - over >= most_;
    }
    // Whether it is full. Says so before it looks a last time: a place that is given back meanwhile is either
    // seen here, or its giver sees what is said, and takes that back. So nobody waits for places that are
    // free.
    bool look_again() {
        if (!is_full()) return false;
        full_.store(true);
        if (is_full()) return true;
        full_.store(false);
        return false;
    }

    std::size_t const most_;
    alignas(64) std::atomic<std::size_t> taken_{0}; ///< so far
    std::atomic<std::size_t> known_over_{0};        ///< of them, at least; known to who takes
    alignas(64) std::atomic<std::size_t> over_{0};
    alignas(64) std::atomic<bool> full_{false};
};

} // namespace ficus::shadow
