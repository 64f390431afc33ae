#pragma once

#include <cstddef>
#include <utility>

namespace ficus::io {

/// Small pieces of memory that come and go with every request: up to 8 KiB, kept per thread and size and not
/// given back one by one. A cache of memory, not state: which thread a piece came from makes no difference.
void* allocate_recycled(std::size_t size);
void free_recycled(void* memory, std::size_t size) noexcept;

/// The one owner of such a piece, or of none.
class recycled_memory {
public:
    recycled_memory() = default;
    explicit recycled_memory(std::size_t size)
        : bytes_(static_cast<char*>(allocate_recycled(size))), size_(size) {}
    recycled_memory(recycled_memory&& other) noexcept
        : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    recycled_memory& operator=(recycled_memory&& other) noexcept {
        swap(other);
        return *this;
    }
    ~recycled_memory() {
        if (bytes_ != nullptr) free_recycled(bytes_, size_);
    }
    explicit operator bool() const { return bytes_ != nullptr; }
    char* get() const { return bytes_; }
    std::size_t size() const { return size_; }
    void reset() { recycled_memory().swap(*this); }

private:
    void swap(recycled_memory& other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
    }
    char* bytes_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace ficus::io
