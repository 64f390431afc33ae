#pragma once

#include "rules/facts.hpp"

#include <cstdint>
#include <string_view>

namespace ficus::rules {

// What a request has at all, in 64 bits: header names, a query, its method, its client's network. Several
// things share a bit, so one that is set says little; one that is not set says for certain that none of its
// things is there. A rule that asks for such a thing need not be looked at.

/// The factors are those that tell common names from the `X-` names that rules are about best, of what an
/// address computation can multiply by.
constexpr marks mark_of_header(std::string_view name) {
    if (name.empty()) return 1;
    auto const* const text = name.data();
    // Without case, whatever else that makes equal.
    unsigned const first = static_cast<unsigned char>(text[0]) | 0x20u;
    unsigned const last = static_cast<unsigned char>(text[name.size() - 1]) | 0x20u;
    auto const mixed = (first * 17 + last + static_cast<unsigned>(name.size()) * 5) & 0xffu;
    return marks{1} << (mixed * 3 >> 4); // 48 bits
}

inline constexpr marks mark_of_query = marks{1} << 48;

constexpr marks mark_of_method(std::string_view method) {
    if (method.empty()) return 0;
    return marks{1} << (49 + (static_cast<unsigned char>(method.front()) + method.size() * 2) % 8);
}

/// By the first octet of an IPv4 address, the first two of another.
constexpr marks mark_of_address(ip_address const& address, bool is_v4) {
    auto const& b = address.bytes;
    return marks{1} << (57 + (is_v4 ? b[12] : b[0] * 3u + b[1]) % 7);
}

/// A request's without those of its fields.
inline marks marks_besides_fields(facts const& request) {
    auto seen = mark_of_method(request.method) | mark_of_address(request.client, request.client.is_v4());
    return request.query.empty() ? seen : seen | mark_of_query;
}

/// All of a request's. `facts.seen` may hold them.
inline marks marks_of(facts const& request) {
    auto seen = marks_besides_fields(request);
    for (auto const& f : request.fields) seen |= mark_of_header(f.name);
    return seen;
}

} // namespace ficus::rules
