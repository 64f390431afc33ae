#include "facade/io/buffer_pool.hpp"

#include <algorithm>
#include <new>
#include <sys/mman.h>

namespace ficus::io {

namespace {

detail::pages take_pages() {
// Under a sanitizer the heap's: it knows where a piece of that ends.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return detail::pages(new char[buffer_pool::size]);
#else
    void* const taken =
        ::mmap(nullptr, buffer_pool::size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (taken == MAP_FAILED) throw std::bad_alloc();
    return detail::pages(static_cast<char*>(taken));
#endif
}

} // namespace

void detail::page_deleter::operator()(char* pages) const noexcept {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    delete[] pages;
#else
    ::munmap(pages, buffer_pool::size);
#endif
}

pooled_buffer& pooled_buffer::operator=(pooled_buffer&& other) noexcept {
    if (this != &other) {
        release();
        pool_ = std::exchange(other.pool_, nullptr);
        memory_ = std::move(other.memory_);
    }
    return *this;
}

std::span<char> pooled_buffer::bytes() const {
    return {memory_.get(), memory_ ? buffer_pool::size : 0};
}

void pooled_buffer::release() {
    if (memory_ && pool_->free_.size() < buffer_pool::most_kept) pool_->free_.push_back(std::move(memory_));
    memory_.reset();
}

pooled_buffer buffer_pool::take() {
    if (free_.empty()) return {*this, take_pages()};
    auto memory = std::move(free_.back());
    free_.pop_back();
    unneeded_ = std::min(unneeded_, free_.size());
    return {*this, std::move(memory)};
}

// The last one to come back is the next one to go out: those that lie first were not needed.
void buffer_pool::trim() noexcept {
    free_.erase(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(unneeded_));
    unneeded_ = free_.size();
}

} // namespace ficus::io
