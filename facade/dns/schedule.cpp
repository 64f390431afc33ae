#include "facade/dns/schedule.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cctype>

namespace ficus::dns {

namespace {

constexpr std::chrono::seconds longest_pause{10};

bool is_letter_for_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
}

} // namespace

bool may_move(std::string_view host) {
    boost::system::error_code none;
    boost::asio::ip::make_address(host, none);
    if (!none) return false;
    if (host.ends_with('.')) host.remove_suffix(1);
    auto const last = host.substr(host.rfind('.') + 1);
    constexpr std::string_view own = "localhost";
    return !std::equal(last.begin(), last.end(), own.begin(), own.end(), &is_letter_for_letter);
}

void schedule::found(time_point now, std::optional<std::chrono::seconds> ttl, dns_options const& by) {
    failures_ = 0;
    auto const most = duration(by.most);
    next_ = now + (ttl ? std::clamp(duration(*ttl), duration(by.least), most) : most);
}

void schedule::failed(time_point now, std::uint64_t random, dns_options const& by) {
    auto const most = std::min(duration(by.most), duration(longest_pause));
    auto pause = std::min(duration(by.least), most);
    for (unsigned n = 0; n < failures_ && pause < most; ++n) pause = std::min(pause * 2, most);
    ++failures_;
    auto const share = static_cast<double>(random >> 11) * 0x1p-53;
    next_ = now + pause - std::chrono::duration_cast<duration>(pause * share / 2);
}

} // namespace ficus::dns
