#include "facade/io/buffer_pool.hpp"

namespace ficus::io {

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
    if (free_.empty()) return {*this, std::make_unique_for_overwrite<char[]>(size)};
    auto memory = std::move(free_.back());
    free_.pop_back();
    return {*this, std::move(memory)};
}

} // namespace ficus::io
