#include "support/fake_dns.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ficus::test {
namespace {

constexpr unsigned type_a = 1, type_cname = 5, type_aaaa = 28;
constexpr std::size_t head_size = 12;
constexpr std::size_t most_of_a_datagram = 512;

int bound_socket(int type, std::uint16_t port) {
    auto const fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    if (fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0) return fd;
    auto const error = errno;
    ::close(fd);
    errno = error;
    return -1;
}

std::uint16_t port_of(int fd) {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
    return ntohs(at.sin_port);
}

void put16(std::string& to, unsigned n) {
    to += static_cast<char>(n >> 8 & 0xff);
    to += static_cast<char>(n & 0xff);
}

void put32(std::string& to, std::uint32_t n) {
    put16(to, n >> 16);
    put16(to, n & 0xffff);
}

std::string wire_name(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        auto const label = name.substr(0, name.find('.'));
        out += static_cast<char>(label.size());
        out += label;
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return out += '\0';
}

void put_record(std::string& to, std::string const& name, unsigned type, std::uint32_t ttl,
                std::string_view data) {
    to += name;
    put16(to, type);
    put16(to, 1);
    put32(to, ttl);
    put16(to, static_cast<unsigned>(data.size()));
    to += data;
}

/// Empty: it is of the other family.
std::string bytes_of(std::string const& address, unsigned type) {
    std::array<char, 16> bytes;
    auto const family = type == type_a ? AF_INET : AF_INET6;
    if (::inet_pton(family, address.c_str(), bytes.data()) != 1) return {};
    return {bytes.data(), type == type_a ? 4U : 16U};
}

struct question {
    std::string name;
    unsigned type = 0;
    std::string_view bytes; ///< name, type and class
};

question read_question(std::string_view message) {
    question out;
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(message.at(i)); };
    std::size_t i = head_size;
    while (at(i) != 0) {
        if (!out.name.empty()) out.name += '.';
        out.name += message.substr(i + 1, at(i));
        i += at(i) + 1U;
    }
    out.type = at(i + 1) << 8U | at(i + 2);
    out.bytes = message.substr(head_size, i + 5 - head_size);
    return out;
}

} // namespace

fake_dns::fake_dns() {
    // TCP's port may be somebody else's.
    for (int tries = 0; tries < 50 && tcp_ < 0; ++tries) {
        if (udp_ >= 0) ::close(udp_);
        udp_ = bound_socket(SOCK_DGRAM, 0);
        port_ = port_of(udp_);
        tcp_ = bound_socket(SOCK_STREAM, port_);
    }
    if (udp_ < 0 || tcp_ < 0 || ::listen(tcp_, 8) != 0)
        throw std::runtime_error(std::string("a DNS server: ") + std::strerror(errno));
    thread_ = std::thread([this] { serve(); });
}

fake_dns::~fake_dns() {
    stopping_ = true;
    thread_.join();
    ::close(udp_);
    ::close(tcp_);
}

void fake_dns::set(std::string const& name, entry e) {
    std::lock_guard const lock(mutex_);
    known_[name] = std::move(e);
}

void fake_dns::knows(std::string const& name, std::vector<std::string> addresses, std::uint32_t ttl) {
    entry e;
    e.addresses = std::move(addresses);
    e.ttl = ttl;
    set(name, std::move(e));
}

void fake_dns::knows_alias(std::string const& name, std::string const& of, std::uint32_t ttl) {
    entry e;
    e.alias = of;
    e.ttl = ttl;
    set(name, std::move(e));
}

void fake_dns::fails(std::string const& name, unsigned code) {
    entry e;
    e.code = code;
    set(name, std::move(e));
}

void fake_dns::says_nothing(std::string const& name) {
    entry e;
    e.silent = true;
    set(name, std::move(e));
}

void fake_dns::loses(std::size_t questions) {
    std::lock_guard const lock(mutex_);
    lost_ = questions;
}

std::size_t fake_dns::asked(std::string const& name) const {
    std::lock_guard const lock(mutex_);
    auto const found = asked_.find(name);
    return found == asked_.end() ? 0 : found->second;
}

bool fake_dns::wait_until_asked(std::string const& name, std::size_t more, milliseconds most) const {
    std::unique_lock lock(mutex_);
    auto const count = [&] {
        auto const found = asked_.find(name);
        return found == asked_.end() ? 0 : found->second;
    };
    auto const wanted = count() + more;
    return changed_.wait_until(lock, deadline::in(most).at(), [&] { return count() >= wanted; });
}

std::size_t fake_dns::asked_by_tcp() const {
    std::lock_guard const lock(mutex_);
    return by_tcp_;
}

std::string fake_dns::answer_to(std::string_view message, std::size_t most) {
    auto const asked = read_question(message);
    std::lock_guard const lock(mutex_);
    if (asked.type == type_a) ++asked_[asked.name];
    changed_.notify_all();
    if (lost_ > 0) {
        --lost_;
        return {};
    }
    auto found = known_.find(asked.name);
    unsigned code = found == known_.end() ? 3 : found->second.code;
    std::string records;
    unsigned count = 0;
    std::string owner = "\xc0\x0c"; // the question's name
    while (found != known_.end() && !found->second.alias.empty()) {
        auto const target = wire_name(found->second.alias);
        put_record(records, owner, type_cname, found->second.ttl, target);
        ++count;
        owner = target;
        found = known_.find(found->second.alias);
    }
    if (found != known_.end()) {
        if (found->second.silent) return {};
        for (auto const& address : found->second.addresses)
            if (auto const data = bytes_of(address, asked.type); !data.empty()) {
                put_record(records, owner, asked.type, found->second.ttl, data);
                ++count;
            }
    }
    bool const too_long = head_size + asked.bytes.size() + records.size() > most;
    std::string out(message.substr(0, 2));
    // An answer, recursion desired and available; truncated where it is too long.
    put16(out, 0x8180U | (too_long ? 0x0200U : 0U) | code);
    put16(out, 1);
    put16(out, too_long ? 0 : count);
    put16(out, 0);
    put16(out, 0);
    out += asked.bytes;
    if (!too_long) out += records;
    return out;
}

void fake_dns::serve() {
    while (!stopping_) {
        std::array<pollfd, 2> ready{{{udp_, POLLIN, 0}, {tcp_, POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), 50) <= 0) continue;
        if ((ready[0].revents & POLLIN) != 0) {
            std::array<char, 2048> bytes;
            sockaddr_in from{};
            socklen_t size = sizeof from;
            auto const n =
                ::recvfrom(udp_, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (n <= 0) continue;
            auto const said = answer_to({bytes.data(), static_cast<std::size_t>(n)}, most_of_a_datagram);
            if (!said.empty())
                ::sendto(udp_, said.data(), said.size(), 0, reinterpret_cast<sockaddr const*>(&from), size);
        }
        if ((ready[1].revents & POLLIN) != 0) {
            auto const fd = ::accept4(tcp_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) continue;
            serve_connection(fd);
            ::close(fd);
        }
    }
}

/// Questions one after the other, until the peer leaves (RFC 1035 §4.2.2: each with its length before it).
void fake_dns::serve_connection(int fd) {
    std::string heard;
    while (!stopping_) {
        if (heard.size() >= 2) {
            auto const length = static_cast<std::size_t>(static_cast<unsigned char>(heard[0])) << 8U |
                                static_cast<unsigned char>(heard[1]);
            if (heard.size() >= length + 2) {
                auto const said = answer_to(std::string_view(heard).substr(2, length), 65'535);
                heard.erase(0, length + 2);
                {
                    std::lock_guard const lock(mutex_);
                    ++by_tcp_;
                }
                std::string framed;
                put16(framed, static_cast<unsigned>(said.size()));
                framed += said;
                if (!said.empty() && ::send(fd, framed.data(), framed.size(), MSG_NOSIGNAL) < 0) return;
                continue;
            }
        }
        pollfd ready{fd, POLLIN, 0};
        if (::poll(&ready, 1, 50) <= 0) continue;
        std::array<char, 2048> bytes;
        auto const n = ::recv(fd, bytes.data(), bytes.size(), 0);
        if (n <= 0) return;
        heard.append(bytes.data(), static_cast<std::size_t>(n));
    }
}

} // namespace ficus::test
