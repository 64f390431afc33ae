#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace ficus::http {

/// The fields that the facade itself has to know; everything else passes as `other`.
enum class known : std::uint8_t {
    other,
    accept_encoding,
    connection,
    content_encoding,
    content_length,
    content_type,
    cookie,
    date,
    etag,
    expect,
    forwarded,
    host,
    keep_alive,
    proxy_connection,
    range,
    set_cookie,
    te,
    traceparent,
    tracestate,
    trailer,
    transfer_encoding,
    upgrade,
    via,
    x_ficus_shadow,
    x_forwarded_for,
    x_forwarded_host,
    x_forwarded_proto,
    x_request_id,
    /// X-Forwarded-Port, -Prefix, -Ssl and what else there is
    x_forwarded_more,
};
constexpr std::size_t known_count = static_cast<std::size_t>(known::x_forwarded_more) + 1;

/// Some of the known fields.
class known_set {
public:
    constexpr known_set() = default;
    constexpr known_set(std::same_as<known> auto... ids) : bits_((bit(ids) | ...)) {}
    constexpr bool has(known id) const { return (bits_ & bit(id)) != 0; }
    constexpr void add(known_set more) { bits_ |= more.bits_; }
    constexpr void remove(known_set less) { bits_ &= ~less.bits_; }

private:
    static constexpr std::uint32_t bit(known id) { return std::uint32_t{1} << static_cast<unsigned>(id); }
    static_assert(known_count <= 32);
    std::uint32_t bits_ = 0;
};

} // namespace ficus::http
