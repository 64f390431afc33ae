#pragma once

#include "facade/io/recycled_memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace ficus::io {

/// Bytes that were received and not yet consumed, in one flat piece: in a small room that its owner lends it,
/// if any, until a message head needs more.
class inbox {
public:
    inbox() = default;
    explicit inbox(std::span<char> small) : small_(small) {}
    inbox(inbox const&) = delete;
    inbox& operator=(inbox const&) = delete;

    std::span<char> bytes() { return {base() + begin_, end_ - begin_}; }
    std::string_view data() const { return {base() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    std::size_t size() const { return end_ - begin_; }

    /// Room to receive into, after what is there. Empty when the inbox is full.
    std::span<char> room() {
        if (begin_ == end_) begin_ = end_ = 0;
        return {base() + end_, capacity() - end_};
    }
    void received(std::size_t n) { end_ += n; }
    void consume(std::size_t n) {
        begin_ += n;
        if (begin_ == end_) begin_ = end_ = 0;
    }

    /// Makes room for `most` bytes in all, moving what is there to the front. Views into data() end here.
    void grow(std::size_t most) {
        if (capacity() < most) {
            recycled_memory larger(most);
            if (!empty()) std::memcpy(larger.get(), base() + begin_, size());
            end_ -= begin_;
            begin_ = 0;
            large_ = std::move(larger);
        } else if (begin_ > 0) {
            std::memmove(base(), base() + begin_, size());
            end_ -= begin_;
            begin_ = 0;
        }
    }
    /// Gives large memory back once nothing is held: a connection between requests costs little.
    void shrink() {
        if (large_ && empty()) {
            large_.reset();
            begin_ = end_ = 0;
        }
    }
    std::size_t capacity() const { return large_ ? large_.size() : small_.size(); }

private:
    char* base() { return large_ ? large_.get() : small_.data(); }
    char const* base() const { return large_ ? large_.get() : small_.data(); }
    std::span<char> small_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    recycled_memory large_;
};

} // namespace ficus::io
