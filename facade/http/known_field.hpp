#pragma once

#include "facade/http/grammar.hpp"
#include "facade/http/known.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

/// How a field is told by its name: one look into a table, one comparison. For the reading of heads.
namespace ficus::http {

namespace detail {

/// In the order of the enumeration; nothing is called `other`.
constexpr std::array<std::string_view, known_count - 1> names = {
    "",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "proxy-connection",
    "range",
    "set-cookie",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-ficus-shadow",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-request-id",
};

constexpr std::size_t slots = 64;

/// Found by trial: no two of the names share a slot.
constexpr std::size_t slot_of(char const* name, std::size_t size) {
    return (size + 5U * static_cast<unsigned char>(folded(name[0])) +
            11U * static_cast<unsigned char>(folded(name[size - 1]))) %
           slots;
}

/// The index in `names` for each slot; 0 where it is nobody's.
constexpr std::array<std::uint8_t, slots> by_slot = [] {
    std::array<std::uint8_t, slots> made{};
    for (std::size_t i = 1; i < names.size(); ++i)
        made[slot_of(names[i].data(), names[i].size())] = static_cast<std::uint8_t>(i);
    return made;
}();

static_assert(
    [] {
        for (std::size_t i = 1; i < names.size(); ++i)
            if (by_slot[slot_of(names[i].data(), names[i].size())] != i) return false;
        return true;
    }(),
    "two names share a slot: look for other factors");

template<class Word>
bool differ(char const* name, char const* folded_name) {
    Word a;
    Word b;
    std::memcpy(&a, name, sizeof a);
    std::memcpy(&b, folded_name, sizeof b);
    return (a | static_cast<Word>(0x2020202020202020)) != b;
}

/// By words that may overlap; both are of that size.
inline bool same(char const* name, char const* folded_name, std::size_t size) {
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8)
            if (differ<std::uint64_t>(name + i, folded_name + i)) return false;
        return !differ<std::uint64_t>(name + size - 8, folded_name + size - 8);
    }
    if (size >= 4)
        return !differ<std::uint32_t>(name, folded_name) &&
               !differ<std::uint32_t>(name + size - 4, folded_name + size - 4);
    return !differ<std::uint16_t>(name, folded_name) &&
           !differ<std::uint16_t>(name + size - 2, folded_name + size - 2);
}

constexpr std::string_view family = "x-forwarded-";

} // namespace detail

/// Which field has that name, which is a token; in any letter case.
inline known known_field(char const* name, std::size_t size) {
    if (size < 2) return known::other;
    auto const index = detail::by_slot.data()[detail::slot_of(name, size)];
    auto const& candidate = detail::names.data()[index];
    if (candidate.size() == size && detail::same(name, candidate.data(), size)) return known{index};
    if (folded(name[0]) != 'x' || size < detail::family.size()) return known::other;
    return detail::same(name, detail::family.data(), detail::family.size()) ? known::x_forwarded_more
                                                                            : known::other;
}

} // namespace ficus::http
