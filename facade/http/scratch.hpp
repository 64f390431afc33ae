#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace ficus::http {

/// Where a message is put together before it is sent: bytes at an address that stays the same until more is
/// written. What most heads take is part of it; nothing is allocated for them.
class scratch {
public:
    scratch() = default;
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    explicit(false) operator std::string_view() const { return {begin_, size()}; }
    std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
    bool empty() const { return end_ == begin_; }
    /// Keeps the memory.
    void clear() { end_ = begin_; }
    scratch& operator+=(std::string_view text);

private:
    friend class scratch_writer;
    /// Room for at least `more` bytes behind the end.
    void grow(std::size_t more);

    char in_place_[2048]; // written before it is read
    std::unique_ptr<char[]> more_;
    char* begin_ = in_place_;
    char* end_ = begin_;
    char* limit_ = begin_ + sizeof in_place_;
};

/// Appends to a scratch, which hears of it at the writer's end.
class scratch_writer {
public:
    explicit scratch_writer(scratch& to) : to_(to), at_(to.end_), limit_(to.limit_) {}
    scratch_writer(scratch_writer const&) = delete;
    scratch_writer& operator=(scratch_writer const&) = delete;
    ~scratch_writer() { to_.end_ = at_; }

    template<class... Text>
    void put(Text const&... texts) {
        need((size_of(texts) + ...));
        (copy(texts), ...);
    }

private:
    template<std::size_t N>
    static constexpr std::size_t size_of(char const (&)[N]) {
        return N - 1;
    }
    static std::size_t size_of(std::string_view text) { return text.size(); }
    static constexpr std::size_t size_of(char) { return 1; }
    // The size of a literal is known: no call, but a few stores.
    template<std::size_t N>
    void copy(char const (&literal)[N]) {
        std::char_traits<char>::copy(at_, literal, N - 1);
        at_ += N - 1;
    }
    void copy(std::string_view text) {
        std::char_traits<char>::copy(at_, text.data(), text.size());
        at_ += text.size();
    }
    void copy(char c) { *at_++ = c; }

    void need(std::size_t more) {
        if (static_cast<std::size_t>(limit_ - at_) >= more) return;
        to_.end_ = at_;
        to_.grow(more);
        at_ = to_.end_;
        limit_ = to_.limit_;
    }

    scratch& to_;
    char* at_;
    char* limit_;
};

} // namespace ficus::http
