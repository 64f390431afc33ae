#include "rules/ip.hpp"

#include "rules/marks.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace ficus::rules {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

ip_address masked(ip_address address, unsigned prefix) {
    for (unsigned i = 0; i < address.bytes.size(); ++i) {
        auto const kept = prefix > i * 8 ? std::min(prefix - i * 8, 8u) : 0u;
        address.bytes[i] &= static_cast<std::uint8_t>(0xff00u >> kept);
    }
    return address;
}

} // namespace

ip_address ip_address::v4(std::array<std::uint8_t, 4> octets) {
    ip_address address;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
    std::copy(octets.begin(), octets.end(), address.bytes.begin() + mapped_prefix.size());
    return address;
}

std::optional<ip_address> ip_address::parse(std::string_view text) {
    std::array<char, 46> buffer{};
    if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
    std::copy(text.begin(), text.end(), buffer.begin());
    if (std::array<std::uint8_t, 4> octets{}; inet_pton(AF_INET, buffer.data(), octets.data()) == 1)
        return v4(octets);
    ip_address address;
    if (inet_pton(AF_INET6, buffer.data(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::string_view ip_address::to_chars(std::array<char, 46>& buffer) const {
    if (!is_v4()) return inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    // inet_ntop prints by way of a format, which costs more than all the rest of a decision.
    auto* end = buffer.data();
    for (std::size_t i = mapped_prefix.size(); i < bytes.size(); ++i) {
        if (end != buffer.data()) *end++ = '.';
        unsigned const octet = bytes[i];
        if (octet >= 100) *end++ = static_cast<char>('0' + octet / 100);
        if (octet >= 10) *end++ = static_cast<char>('0' + octet / 10 % 10);
        *end++ = static_cast<char>('0' + octet % 10);
    }
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

std::string ip_address::to_string() const {
    std::array<char, 46> buffer;
    return std::string(to_chars(buffer));
}

std::optional<network> network::parse(std::string_view text) {
    auto const slash = text.find('/');
    auto const written = text.substr(0, slash);
    auto const address = ip_address::parse(written);
    if (!address) return std::nullopt;
    bool const dotted = written.find(':') == std::string_view::npos;
    unsigned prefix = 128;
    if (slash != std::string_view::npos) {
        auto const digits = text.substr(slash + 1);
        if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0'))
            return std::nullopt;
        auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
        if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
        if (prefix > (dotted ? 32u : 128u)) return std::nullopt;
        if (dotted) prefix += 96;
    }
    network made;
    made.base_ = masked(*address, prefix);
    made.prefix_ = static_cast<std::uint8_t>(prefix);
    made.v4_ = address->is_v4() && prefix >= 96;
    made.mask_.bytes.fill(0xff);
    made.mask_ = masked(made.mask_, prefix);
    return made;
}

std::uint64_t network::mark() const {
    if (v4_) return prefix_ >= 96 + 8 ? mark_of_address(base_, true) : 0;
    return prefix_ >= 16 && !base_.is_v4() ? mark_of_address(base_, false) : 0;
}

std::string network::to_string() const {
    auto text = base_.to_string();
    if (prefix_ != 128) text += '/' + std::to_string(v4_ ? prefix_ - 96 : prefix_);
    return text;
}

} // namespace ficus::rules
