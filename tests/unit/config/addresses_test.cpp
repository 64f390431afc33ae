#include "facade/config/addresses.hpp"

#include <catch2/catch.hpp>

using namespace ficus::config;

TEST_CASE("an address to listen on is numeric, or localhost") {
    CHECK(parse_address("127.0.0.1:8080").value() == address{"127.0.0.1", 8080});
    CHECK(parse_address("0.0.0.0:0").value() == address{"0.0.0.0", 0});
    CHECK(parse_address("[::1]:8080").value() == address{"::1", 8080});
    CHECK(parse_address("[0:0:0:0:0:0:0:1]:8080").value() == address{"::1", 8080});
    CHECK(parse_address("localhost:8080").value() == address{"127.0.0.1", 8080});
}

TEST_CASE("what is no address to listen on says why") {
    auto const [text, why] = GENERATE(table<std::string, std::string>({
        {"8080", "it has no port"},
        {":8080", "it names no host"},
        {"127.0.0.1", "it has no port"},
        {"127.0.0.1:", "port must be a number"},
        {"127.0.0.1:65536", "port must be a number from 0 to 65535"},
        {"127.0.0.1:http", "port must be a number"},
        {"127.0.0.1:-1", "port must be a number"},
        {"example.com:80", "must be a numeric address or localhost"},
        {"127.1:80", "must be a numeric address"},
        {"::1:8080", "stands in brackets"},
        {"[127.0.0.1]:80", "stands in brackets"},
        {"[localhost]:80", "must be a numeric address"},
        {"http://127.0.0.1:80", "must be a numeric address"},
    }));
    INFO(text);
    auto const parsed = parse_address(text);
    REQUIRE(parsed.has_error());
    CHECK_THAT(parsed.error().message,
               Catch::Contains(why) && Catch::Contains("write one such as \"127.0.0.1:8080\""));
}

TEST_CASE("an address reads back what it wrote") {
    for (auto const* text : {"127.0.0.1:8080", "[::1]:8080", "[2001:db8::1]:0"})
        CHECK(parse_address(text).value().to_string() == text);
}

TEST_CASE("an endpoint is the URL of a host and a port") {
    auto const endpoint = parse_endpoint("http://127.0.0.1:9001").value();
    CHECK(endpoint.host == "127.0.0.1");
    CHECK(endpoint.port == 9001);
    CHECK(endpoint.authority == "127.0.0.1:9001");

    auto const named = parse_endpoint("http://orders.internal/").value();
    CHECK(named.host == "orders.internal");
    CHECK(named.port == 80);
    CHECK(named.authority == "orders.internal");

    auto const v6 = parse_endpoint("HTTP://[::1]:9001").value();
    CHECK(v6.host == "::1");
    CHECK(v6.authority == "[::1]:9001");
}

TEST_CASE("what is no endpoint says why") {
    auto const [text, why] = GENERATE(table<std::string, std::string>({
        {"127.0.0.1:9001", "is no URL"},
        {"", "is no URL"},
        {"localhost:9001", "is no http URL"},
        {"https://127.0.0.1", "upstreams do not speak yet"},
        {"ftp://127.0.0.1", "is no http URL"},
        {"http://127.0.0.1:9001/app", "path, query or fragment"},
        {"http://127.0.0.1:9001?a=b", "path, query or fragment"},
        {"http://127.0.0.1:9001/#x", "path, query or fragment"},
        {"http://user:secret@127.0.0.1", "holds a user"},
        {"http://", "names no host"},
        {"http://:9001", "names no host"},
        {"http:/app", "path, query or fragment"},
        {"http://a%20b", "names no host"},
        {"http://127.0.0.1:0", "no number from 1 to 65535"},
        {"http://127.0.0.1:70000", "no number from 1 to 65535"},
        {"http://127.0.0.1 :80", "is no URL"},
    }));
    INFO(text);
    auto const parsed = parse_endpoint(text);
    REQUIRE(parsed.has_error());
    CHECK_THAT(parsed.error().message, Catch::Contains(why) && Catch::Contains("write a URL such as"));
}

TEST_CASE("a network is an address and how much of it counts") {
    CHECK(parse_network("10.0.0.0/8").value() == "10.0.0.0/8");
    CHECK(parse_network("10.1.2.3/8").value() == "10.0.0.0/8");
    CHECK(parse_network("2001:db8:1::/32").value() == "2001:db8::/32");
    for (auto const* text :
         {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "10.0.0.0/8/8", "::/129", "example.com", "10.0.0.0/-1"})
        CHECK(parse_network(text).has_error());
}

TEST_CASE("a DNS server is an address, at port 53 where nothing else is said") {
    CHECK(parse_dns_server("10.0.0.2").value() == "10.0.0.2:53");
    CHECK(parse_dns_server("10.0.0.2:8600").value() == "10.0.0.2:8600");
    CHECK(parse_dns_server("::1").value() == "[::1]:53");
    CHECK(parse_dns_server("[2001:db8::2]").value() == "[2001:db8::2]:53");
    CHECK(parse_dns_server("[::1]:5353").value() == "[::1]:5353");
    for (auto const* text :
         {"", ":53", "ns.example", "ns.example:53", "10.0.0.2:", "10.0.0.2:0", "10.0.0.2:65536", "0.0.0.0",
          "::", "[::1", "10.0.0.2,10.0.0.3", "udp://10.0.0.2", "10.0.0.2#53"})
        CHECK(parse_dns_server(text).has_error());
}

TEST_CASE("a host is a name or an address, with a port or without") {
    for (auto const* text : {"orders.internal", "127.0.0.1", "[::1]", "orders.internal:8080"})
        CHECK(is_host(text));
    for (auto const* text : {"", ":80", "a b", "a/b", "http://a", "user@a", "a:0", "a:70000", "a%20b"}) {
        INFO(text);
        CHECK_FALSE(is_host(text));
    }
}

TEST_CASE("listeners overlap on the same port of the same host, or of every host") {
    address const loopback{"127.0.0.1", 80};
    CHECK(overlap(loopback, loopback));
    CHECK(overlap(loopback, {"0.0.0.0", 80}));
    CHECK(overlap({"::1", 80}, {"::", 80}));
    CHECK(overlap(loopback, {"::", 80}));
    CHECK_FALSE(overlap(loopback, {"127.0.0.1", 81}));
    CHECK_FALSE(overlap(loopback, {"127.0.0.2", 80}));
    CHECK_FALSE(overlap({"::1", 80}, {"0.0.0.0", 80}));
    CHECK_FALSE(overlap({"127.0.0.1", 0}, {"127.0.0.1", 0}));
}
