#pragma once

#include <atomic>
#include <cstdint>

namespace ficus::obs {

/// A number that one thread adds to and any thread reads: no locked instruction.
class counter {
public:
    void add(std::uint64_t n = 1) {
        value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
    }
    void subtract(std::uint64_t n = 1) {
        value_.store(value_.load(std::memory_order_relaxed) - n, std::memory_order_relaxed);
    }
    /// Of one that goes up and down.
    void set(std::uint64_t n) { value_.store(n, std::memory_order_relaxed); }
    std::uint64_t read() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

} // namespace ficus::obs
