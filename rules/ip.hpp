#pragma once

#include <array>
#include <compare>
#include <cstdint>
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

    bool is_v4() const;
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

    bool contains(ip_address const& address) const;
    /// `10.0.0.0/8`; without `/32` or `/128` for one address.
    std::string to_string() const;

    friend bool operator==(network const&, network const&) = default;

private:
    ip_address base_;
    std::uint8_t prefix_ = 128; ///< bits of the IPv6 form: 96 more than an IPv4 prefix
    bool v4_ = false;
};

} // namespace ficus::rules
