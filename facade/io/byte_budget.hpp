#pragma once

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
        explicit share(byte_budget& of) : of_(&of) {}
        share(share&& other) noexcept
            : of_(std::exchange(other.of_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
        share& operator=(share&&) = delete;
        ~share() { give_back(); }
        /// Reserves `by` bytes more; false where there is no room for them, and nothing has changed.
        bool grow(std::size_t by) {
            if (of_ == nullptr || !of_->reserve(by)) return false;
            bytes_ += by;
            return true;
        }
        void give_back() {
            // Most shares hold nothing, and need not trouble the other threads.
            if (bytes_ != 0) of_->reserved_.fetch_sub(std::exchange(bytes_, 0), std::memory_order_relaxed);
        }

    private:
        byte_budget* of_ = nullptr;
        std::size_t bytes_ = 0;
    };

    std::size_t reserved() const { return reserved_.load(std::memory_order_relaxed); }

private:
    bool reserve(std::size_t bytes) {
        auto const before = reserved_.fetch_add(bytes, std::memory_order_relaxed);
        if (before <= most_ && bytes <= most_ - before) return true;
        // For a moment others may have been refused what would have fitted.
        reserved_.fetch_sub(bytes, std::memory_order_relaxed);
        return false;
    }

    std::size_t const most_;
    // On a line of its own: every thread writes to it.
    alignas(64) std::atomic<std::size_t> reserved_{0};
};

} // namespace ficus::io
