#include "acl/arena.hpp"

#include <algorithm>
#include <new>

namespace ficus::acl {

struct alignas(std::max_align_t) arena::block {
    block* before;
    std::size_t size; ///< with this head
};

arena::~arena() {
    while (last_ != nullptr) {
        auto* const before = last_->before;
        from_->deallocate(last_, last_->size, alignof(block));
        last_ = before;
    }
}

char* arena::allocate_in_new_block(std::size_t bytes) {
    auto const most = static_cast<std::size_t>(-1) - sizeof(block);
    if (bytes > most) throw std::bad_alloc();
    auto const size = sizeof(block) + std::max(bytes, next_block_);
    last_ = new (from_->allocate(size, alignof(block))) block{last_, size};
    // Blocks that grow with all that was taken keep their number small, whatever the first was.
    next_block_ = size + size / 2;
    auto* const begin = reinterpret_cast<char*>(last_ + 1);
    at_ = reinterpret_cast<std::uintptr_t>(begin) + bytes;
    end_ = reinterpret_cast<std::uintptr_t>(last_) + size;
    return begin;
}

} // namespace ficus::acl
