#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace ficus::resilience {

/// Some of the statuses that an answer may have, 100 to 599.
class status_set {
public:
    static constexpr unsigned first = 100;
    static constexpr unsigned last = 599;

    constexpr status_set() = default;
    /// Statuses outside first to last are a programming error.
    constexpr status_set(std::initializer_list<unsigned> statuses) {
        for (auto const status : statuses) add(status);
    }
    /// One status, such as `503`, or all of a class, such as `5xx`. Nothing else.
    static std::optional<status_set> parse(std::string_view text);

    constexpr void add(unsigned status) {
        words_.at((status - first) / 64) |= std::uint64_t{1} << (status - first) % 64;
    }
    constexpr void add(status_set const& others) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= others.words_[i];
    }
    /// Of any number: what is no status is in no set.
    constexpr bool contains(unsigned status) const {
        return status >= first && status <= last &&
               (words_[(status - first) / 64] >> (status - first) % 64 & 1) != 0;
    }
    constexpr bool empty() const { return *this == status_set(); }

    friend constexpr bool operator==(status_set const&, status_set const&) = default;

private:
    std::array<std::uint64_t, 8> words_{}; // bit n is status first + n
};

} // namespace ficus::resilience
