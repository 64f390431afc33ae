#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <utility>

namespace ficus::acl {

/// Memory that is taken piece by piece and given back all at once. Takes ever larger blocks from the default
/// memory resource. What std::pmr::monotonic_buffer_resource does, without a virtual call for each piece.
/// Moved cheaply: pieces stay where they are. One thread at a time.
class arena {
public:
    /// `first_block`: bytes; taken when the first piece is.
    explicit arena(std::size_t first_block) : next_block_(first_block) {}
    arena(arena&& other) noexcept { swap(other); }
    arena& operator=(arena&& other) noexcept {
        swap(other);
        return *this;
    }
    ~arena();

    /// `alignment`: a power of two, at most that of std::max_align_t.
    [[gnu::always_inline]] char* allocate(std::size_t bytes, std::size_t alignment) {
        auto* const piece = take(bytes, alignment);
        return piece != nullptr ? piece : allocate_in_new_block(bytes);
    }
    /// The same of what is left of the last block; null: it is too little.
    [[gnu::always_inline]] char* take(std::size_t bytes, std::size_t alignment) {
        auto const at = (at_ + alignment - 1) & ~(alignment - 1);
        if (at > end_ || bytes > end_ - at) [[unlikely]]
            return nullptr;
        at_ = at + bytes;
        return reinterpret_cast<char*>(at);
    }

private:
    struct block;
    char* allocate_in_new_block(std::size_t bytes);
    void swap(arena& other) noexcept {
        std::swap(at_, other.at_);
        std::swap(end_, other.end_);
        std::swap(last_, other.last_);
        std::swap(next_block_, other.next_block_);
        std::swap(from_, other.from_);
    }

    std::uintptr_t at_ = 1;  ///< the first free byte of the last block; without one, behind its end
    std::uintptr_t end_ = 0; ///< of the last block
    block* last_ = nullptr;
    std::size_t next_block_ = 0;
    std::pmr::memory_resource* from_ = std::pmr::get_default_resource();
};

} // namespace ficus::acl
