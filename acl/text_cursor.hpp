#pragma once

#include "acl/octets.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace ficus::acl {

/// Writes behind what a string holds, and copies and looks at sixteen octets at once. Until finish() the
/// string is as large as it can be without another allocation, and its end means nothing.
class text_cursor {
public:
    explicit text_cursor(std::string& out)
        : out_(out), at_(out.data() + out.size()), end_(out.data() + out.size()) {}

    void finish() { out_.resize(static_cast<std::size_t>(at_ - out_.data())); }

    /// Where `size` octets can be written next, and how far they were.
    char* room(std::size_t size) {
        make_room(size);
        return at_;
    }
    void written_to(char* at) { at_ = at; }

    void put(char c) {
        make_room(1);
        *at_++ = c;
    }

    void put(std::string_view text) {
        make_room(text.size());
        if (text.size() <= sixteen_octets::size)
            copy_few(at_, text.data(), text.size());
        else
            std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }

    /// `Escapes::look(octets)`: which of sixteen octets cannot be written as they are, the first one in the
    /// lowest bit; `Escapes::of(c)`: what is written for such a one.
    template<typename Escapes>
    void put_escaped(std::string_view text) {
        put_escaped<Escapes, false>(text);
    }
    /// The same between two quotes.
    template<typename Escapes>
    void put_quoted(std::string_view text) {
        put_escaped<Escapes, true>(text);
    }

    /// At most sixteen octets, in two moves that may overlap: a call of memcpy takes longer.
    [[gnu::always_inline]] static void copy_few(char* to, char const* from, std::size_t size) {
        if (size >= 8)
            copy_both_ends<std::uint64_t>(to, from, size);
        else if (size >= 4)
            copy_both_ends<std::uint32_t>(to, from, size);
        else if (size >= 2)
            copy_both_ends<std::uint16_t>(to, from, size);
        else if (size == 1)
            *to = *from;
    }

private:
    template<typename Escapes, bool Quotes>
    void put_escaped(std::string_view text) {
        auto const* from = text.data();
        auto left = text.size();
        make_room(left + 2 + sixteen_octets::size);
        auto* to = at_;
        if constexpr (Quotes) *to++ = '"';
        for (;;) {
            std::uint32_t special = 0;
            if (left >= sixteen_octets::size) {
                sixteen_octets const octets(from);
                octets.put(to);
                special = Escapes::look(octets);
            } else {
                // Behind the text nothing may be read, so that its copy is looked at.
                copy_few(to, from, left);
                special = Escapes::look(sixteen_octets(to)) & ((1U << left) - 1);
            }
            if (special == 0) [[likely]] {
                auto const plain = std::min(left, sixteen_octets::size);
                to += plain;
                from += plain;
                left -= plain;
                if (left > 0) continue;
                if constexpr (Quotes) *to++ = '"';
                at_ = to;
                return;
            }
            auto const plain = static_cast<std::size_t>(std::countr_zero(special));
            at_ = to + plain;
            from += plain;
            put(Escapes::of(*from++));
            left -= plain + 1;
            make_room(left + 1 + sixteen_octets::size);
            to = at_;
        }
    }

    template<typename T>
    [[gnu::always_inline]] static void copy_both_ends(char* to, char const* from, std::size_t size) {
        T first, last;
        std::memcpy(&first, from, sizeof(T));
        std::memcpy(&last, from + size - sizeof(T), sizeof(T));
        std::memcpy(to, &first, sizeof(T));
        std::memcpy(to + size - sizeof(T), &last, sizeof(T));
    }

    void make_room(std::size_t size) {
        if (static_cast<std::size_t>(end_ - at_) < size) [[unlikely]]
            grow(size);
    }

    [[gnu::noinline]] void grow(std::size_t size) {
        auto const written = static_cast<std::size_t>(at_ - out_.data());
        auto const needed = written + size;
        out_.resize(needed <= out_.capacity() ? out_.capacity() : std::max(needed, 2 * out_.capacity()));
        at_ = out_.data() + written;
        end_ = out_.data() + out_.size();
    }

    std::string& out_;
    char* at_;
    char* end_;
};

} // namespace ficus::acl
