#include "rules/ip.hpp"

#include "rules/text.hpp"

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

bool ip_address::is_v4() const {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

std::string_view ip_address::to_chars(std::array<char, 46>& buffer) const {
    if (is_v4())
        inet_ntop(AF_INET, bytes.data() + mapped_prefix.size(), buffer.data(), buffer.size());
    else
        inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    return buffer.data();
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
    return made;
}

bool network::contains(ip_address const& address) const {
    return address.is_v4() == v4_ && masked(address, prefix_) == base_;
}

std::string network::to_string() const {
    auto text = base_.to_string();
    if (prefix_ != 128) text += '/' + std::to_string(v4_ ? prefix_ - 96 : prefix_);
    return text;
}

} // namespace ficus::rules
