#include "rules/ip.hpp"

#include <catch2/catch.hpp>

using ficus::rules::ip_address;
using ficus::rules::network;

TEST_CASE("an address is written as it is read") {
    for (auto const* text :
         {"0.0.0.0", "10.1.2.3", "255.255.255.255", "::", "::1", "2001:db8::7", "fe80::1:2:3:4"})
        CHECK(ip_address::parse(text).value().to_string() == text);
}

TEST_CASE("an IPv4 address and its IPv6 form are one") {
    auto const mapped = ip_address::parse("::ffff:10.1.2.3");
    CHECK(mapped == ip_address::parse("10.1.2.3"));
    CHECK(mapped == ip_address::v4({10, 1, 2, 3}));
    CHECK(mapped->to_string() == "10.1.2.3");
    CHECK(mapped->is_v4());
    CHECK_FALSE(ip_address::parse("::1")->is_v4());
}

TEST_CASE("what is no address is refused") {
    for (auto const* text :
         {"", " ", "10.1.2", "10.1.2.3.4", "10.1.2.256", "010.1.2.3", "[::1]", "::1%eth0", "10.1.2.3:80", "a",
          "1:2:3:4:5:6:7:8:9", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"})
        CHECK_FALSE(ip_address::parse(text).has_value());
    CHECK_FALSE(ip_address::parse(std::string_view("10.1.2.3\0", 9)).has_value());
}

TEST_CASE("a network holds the addresses that begin as it does") {
    struct row {
        char const* block;
        char const* inside;
        char const* outside;
    };
    for (auto const& r :
         {row{"10.0.0.0/8", "10.255.0.1", "11.0.0.0"}, row{"10.128.0.0/9", "10.128.0.0", "10.127.255.255"},
          row{"192.0.2.7", "192.0.2.7", "192.0.2.8"}, row{"192.0.2.6/31", "192.0.2.7", "192.0.2.8"},
          row{"0.0.0.0/0", "203.0.113.1", "::1"}, row{"::/0", "2001:db8::1", "10.0.0.1"},
          row{"2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"}, row{"::1", "::1", "::2"},
          row{"::ffff:10.0.0.0/104", "10.3.2.1", "11.3.2.1"}}) {
        INFO(r.block);
        auto const block = network::parse(r.block).value();
        CHECK(block.contains(ip_address::parse(r.inside).value()));
        CHECK_FALSE(block.contains(ip_address::parse(r.outside).value()));
    }
}

TEST_CASE("a network is written in one way") {
    CHECK(network::parse("10.1.2.3/8")->to_string() == "10.0.0.0/8");
    CHECK(network::parse("10.1.2.3/8") == network::parse("10.0.0.0/8"));
    CHECK(network::parse("10.1.2.3/32")->to_string() == "10.1.2.3");
    CHECK(network::parse("10.1.2.3/32") == network::parse("10.1.2.3"));
    CHECK(network::parse("2001:DB8:0::/32")->to_string() == "2001:db8::/32");
    CHECK(network::parse("0.0.0.0/0")->to_string() == "0.0.0.0/0");
}

TEST_CASE("what is no network is refused") {
    for (auto const* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
                             "10.0.0.0/+8", "10.0.0.0/8 ", "::/129", "10.0.0.0/8/8", "10.0.0.0/1000"})
        CHECK_FALSE(network::parse(text).has_value());
}
