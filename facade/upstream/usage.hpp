#pragma once

#include <cstdint>
#include <utility>

namespace ficus::upstream {

/// One request under way at an endpoint, as the pool counts them, which outlives it. One thread.
class usage {
public:
    usage() = default;
    explicit usage(std::uint32_t& count) : count_(&count) { ++count; }
    usage(usage&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    usage& operator=(usage&& other) noexcept {
        std::swap(count_, other.count_);
        return *this;
    }
    ~usage() { end(); }
    void end() {
        if (count_ != nullptr) --*std::exchange(count_, nullptr);
    }

private:
    std::uint32_t* count_ = nullptr;
};

} // namespace ficus::upstream
