#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <utility>

namespace ficus::io {

/// The bytes that all threads together may hold for one purpose. It outlives its shares.
/// Any thread; no lock.
class byte_budget {
public:
    explicit byte_budget(std::size_t most) : most_(most) {}
    byte_budget(byte_budget const&) = delete;
    byte_budget& operator=(byte_budget const&) = delete;

    /// What one holder has reserved: given back when it goes.
    class share {
    public:
        share() = default;
        /// Reserves `step` bytes at a time where there is room for so many: who grows often troubles the
        /// other threads less often.
        explicit share(byte_budget& of, std::size_t step = 1) : of_(&of), step_(step) {}
        share(share&& other) noexcept
            : of_(std::exchange(other.of_, nullptr)), step_(other.step_),
              bytes_(std::exchange(other.bytes_, 0)), used_(std::exchange(other.used_, 0)) {}
        share& operator=(share&&) = delete;
        ~share() { give_back(); }
        /// Reserves `by` bytes more; false where there is no room for them, and nothing has changed.
        bool grow(std::size_t by) {
            if (of_ == nullptr) return false;
            if (auto const left = bytes_ - used_; by > left) {
                auto more = std::max(by - left, step_);
                if (!of_->reserve(more) && !of_->reserve(more = by - left)) return false;
                bytes_ += more;
            }
            used_ += by;
            return true;
        }
        void give_back() {
            // Most shares hold nothing, and need not trouble the other threads.
            if (bytes_ != 0) of_->reserved_.fetch_sub(std::exchange(bytes_, 0), std::memory_order_relaxed);
            used_ = 0;
        }

    private:
        byte_budget* of_ = nullptr;
        std::size_t step_ = 1;
        std::size_t bytes_ = 0; ///< reserved
        std::size_t used_ = 0;  ///< of them
    };

    std::size_t reserved() const { return reserved_.load(std::memory_order_relaxed); }

private:
    bool has_room(std::size_t bytes, std::size_t beside) const {
        return beside <= most_ && bytes <= most_ - beside;
    }
    bool reserve(std::size_t bytes) {
        // Who finds none need not write to what all threads read.
        if (!has_room(bytes, reserved())) return false;
        auto const before = reserved_.fetch_add(bytes, std::memory_order_relaxed);
        if (has_room(bytes, before)) return true;
        // For a moment others may have been refused what would have fitted.
        reserved_.fetch_sub(bytes, std::memory_order_relaxed);
        return false;
    }

    std::size_t const most_;
    // On a line of its own: every thread writes to it.
    alignas(64) std::atomic<std::size_t> reserved_{0};
};

} // namespace ficus::io
