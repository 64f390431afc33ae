#pragma once

#include "facade/io/recycled_memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace ficus::io {

/// Bytes that were received and not yet consumed, in one flat piece. Has memory only while it has bytes, or
/// until shrink() is called.
class inbox {
public:
    inbox() = default;
    inbox(inbox const&) = delete;
    inbox& operator=(inbox const&) = delete;

    std::span<char> bytes() { return {memory_.get() + begin_, end_ - begin_}; }
    std::string_view data() const { return {memory_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    std::size_t size() const { return end_ - begin_; }
    std::size_t capacity() const { return memory_.size(); }

    /// Views into data() end here, those of consumed bytes too.
    void append(std::string_view more) {
        if (empty()) begin_ = end_ = 0;
        if (end_ + more.size() > capacity()) make_room(size() + more.size());
        std::memcpy(memory_.get() + end_, more.data(), more.size());
        end_ += more.size();
    }
    /// What is consumed stays where it is until the next append() or shrink().
    void consume(std::size_t n) { begin_ += n; }
    /// Gives the memory back once nothing is held: a connection between requests costs little.
    void shrink() {
        if (!empty()) return;
        memory_.reset();
        begin_ = end_ = 0;
    }

private:
    static constexpr std::size_t least = 2048; // most heads fit

    void make_room(std::size_t needed) {
        if (needed <= capacity()) {
            std::memmove(memory_.get(), memory_.get() + begin_, size());
        } else {
            // Twice as much as before, so that a head that comes octet by octet is not copied as often.
            recycled_memory larger(std::max({needed, 2 * capacity(), least}));
            if (!empty()) std::memcpy(larger.get(), memory_.get() + begin_, size());
            memory_ = std::move(larger);
        }
        end_ -= begin_;
        begin_ = 0;
    }

    recycled_memory memory_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace ficus::io
