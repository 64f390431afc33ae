#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::rules {

/// An IP address. IPv4 is held as its IPv4-mapped IPv6 form (::ffff:a.b.c.d), so the two spellings are one
/// value.
struct ip_address {
    std::array<std::uint8_t, 16> bytes{}; ///< network order

    /// `10.1.2.3`, `::1`, `::ffff:10.1.2.3`; no brackets, port or zone.
    static std::optional<ip_address> parse(std::string_view text);
    static ip_address v4(std::array<std::uint8_t, 4> octets);

    bool is_v4() const {
        std::uint64_t high;
        std::uint32_t middle;
        std::memcpy(&high, bytes.data(), sizeof high);
        std::memcpy(&middle, bytes.data() + 8, sizeof middle);
        return high == 0 &&
               middle == std::bit_cast<std::uint32_t>(std::array<std::uint8_t, 4>{0, 0, 0xff, 0xff});
    }
    /// `10.1.2.3` for IPv4, RFC 5952 for IPv6.
    std::string to_string() const;
    /// The same into a buffer, without allocating.
    std::string_view to_chars(std::array<char, 46>& buffer) const;

    friend auto operator<=>(ip_address const&, ip_address const&) = default;
};

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address. IPv6 blocks hold no IPv4 addresses.
class network {
public:
    /// Bits after the prefix are cleared: `10.1.2.3/8` is `10.0.0.0/8`.
    static std::optional<network> parse(std::string_view text);

    bool contains(ip_address const& address) const {
        auto const both = [&](std::size_t at) {
            std::uint64_t a;
            std::uint64_t m;
            std::uint64_t b;
            std::memcpy(&a, address.bytes.data() + at, sizeof a);
            std::memcpy(&m, mask_.bytes.data() + at, sizeof m);
            std::memcpy(&b, base_.bytes.data() + at, sizeof b);
            return (a & m) == b;
        };
        return both(0) && both(8) && (v4_ || !address.is_v4());
    }
    /// Every address in it has this mark (marks.hpp); 0 where they have several.
    std::uint64_t mark() const;
    /// `10.0.0.0/8`; without `/32` or `/128` for one address.
    std::string to_string() const;

    friend bool operator==(network const&, network const&) = default;

private:
    ip_address base_;
    ip_address mask_;           ///< of the prefix
    std::uint8_t prefix_ = 128; ///< bits of the IPv6 form: 96 more than an IPv4 prefix
    bool v4_ = false;
};

} // namespace ficus::rules
