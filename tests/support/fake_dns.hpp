#pragma once

#include "support/deadline.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ficus::test {

/// A DNS server on 127.0.0.1, UDP and TCP, at a port of the system's choice. What it was told nothing of does
/// not exist (NXDOMAIN). Answers that no datagram of 512 bytes holds are given over TCP (RFC 1035 §4.2).
class fake_dns {
public:
    fake_dns();
    ~fake_dns();
    fake_dns(fake_dns const&) = delete;
    fake_dns& operator=(fake_dns const&) = delete;

    std::uint16_t port() const { return port_; }
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    /// From now on. Addresses of the other family than a question's are left out of its answer.
    void knows(std::string const& name, std::vector<std::string> addresses, std::uint32_t ttl = 0);
    void knows_alias(std::string const& name, std::string const& of, std::uint32_t ttl);
    /// With such a code: 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.
    void fails(std::string const& name, unsigned code);
    void says_nothing(std::string const& name);
    /// So many questions get lost, those for IPv4 and for IPv6 alike.
    void loses(std::size_t questions);

    /// How often it was asked for its IPv4 addresses.
    std::size_t asked(std::string const& name) const;
    /// Waits until it has been asked so many times more than it was at the call.
    bool wait_until_asked(std::string const& name, std::size_t more = 1, milliseconds most = soon) const;
    std::size_t asked_by_tcp() const;

private:
    struct entry {
        std::vector<std::string> addresses;
        std::string alias;
        std::uint32_t ttl = 0;
        unsigned code = 0;
        bool silent = false;
    };

    void set(std::string const& name, entry e);
    void serve();
    void serve_connection(int fd);
    /// Empty: it says nothing.
    std::string answer_to(std::string_view question, std::size_t most);

    int udp_ = -1;
    int tcp_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::map<std::string, entry> known_;
    std::map<std::string, std::size_t> asked_;
    std::size_t lost_ = 0;
    std::size_t by_tcp_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace ficus::test
