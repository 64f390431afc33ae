#include "facade/pipeline/decide.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace ficus;
using pipeline::find_client;

namespace {

rules::ip_address ip(std::string_view text) {
    auto const parsed = rules::ip_address::parse(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

/// Who asks, through a peer, when 10.0.0.0/8 and fd00::/8 are trusted.
struct found {
    found(std::string_view peer, std::vector<std::string> const& forwarded_for,
          std::vector<std::string_view> const& trusted_networks = {"10.0.0.0/8", "fd00::/8"}) {
        http::request_head head;
        for (auto const& value : forwarded_for)
            head.fields.push_back({"X-Forwarded-For", value, http::known::x_forwarded_for});
        head.fields.push_back({"Forwarded", "for=192.0.2.99"});
        std::vector<rules::network> trusted;
        for (auto const text : trusted_networks) trusted.push_back(*rules::network::parse(text));
        auto const client = find_client(ip(peer), head, trusted);
        address = client.address.to_string();
        peer_trusted = client.peer_trusted;
    }
    std::string address;
    bool peer_trusted = false;
};

} // namespace

TEST_CASE("a peer that is not trusted is the client, whatever it says") {
    found const f("192.0.2.1", {"203.0.113.5"});
    CHECK(f.address == "192.0.2.1");
    CHECK_FALSE(f.peer_trusted);
    found const nobody("10.0.0.1", {"203.0.113.5"}, {});
    CHECK(nobody.address == "10.0.0.1");
    CHECK_FALSE(nobody.peer_trusted);
}

TEST_CASE("a trusted peer's word counts, as far as those whom it names are trusted") {
    struct row {
        std::vector<std::string> fields;
        std::string client;
    };
    auto const [fields, client] = GENERATE(values<row>({
        {{}, "10.0.0.1"},
        {{""}, "10.0.0.1"},
        {{"203.0.113.5"}, "203.0.113.5"},
        {{" 203.0.113.5 "}, "203.0.113.5"},
        {{"203.0.113.5, 198.51.100.7"}, "198.51.100.7"}, // what the last untrusted one said before is hearsay
        {{"203.0.113.5, 10.9.9.9"}, "203.0.113.5"},
        {{"203.0.113.5, 10.9.9.9, 10.8.8.8"}, "203.0.113.5"},
        {{"198.51.100.7, 203.0.113.5, 10.9.9.9"}, "203.0.113.5"},
        {{"203.0.113.5", "10.9.9.9"}, "203.0.113.5"}, // several fields are one list
        {{"10.9.9.9", "203.0.113.5"}, "203.0.113.5"},
        {{"10.7.7.7, 10.9.9.9"}, "10.7.7.7"}, // all trusted: the farthest one
        {{"unknown"}, "10.0.0.1"},
        {{"203.0.113.5, unknown, 10.9.9.9"}, "10.9.9.9"}, // no further than what can be read
        {{"203.0.113.5:4711"}, "10.0.0.1"},
        {{"999.1.1.1"}, "10.0.0.1"},
        {{"2001:db8::7"}, "2001:db8::7"},
        {{"2001:db8::7, fd00::2"}, "2001:db8::7"},
        {{"::ffff:203.0.113.5, ::ffff:10.9.9.9"}, "203.0.113.5"},
        {{",, 203.0.113.5 ,,"}, "203.0.113.5"},
    }));
    CAPTURE(fields);
    found const f("10.0.0.1", fields);
    CHECK(f.peer_trusted);
    CHECK(f.address == client);
}

TEST_CASE("peers are trusted in either spelling of their address") {
    CHECK(found("::ffff:10.0.0.1", {"203.0.113.5"}).address == "203.0.113.5");
    CHECK(found("fd00::1", {"203.0.113.5"}).address == "203.0.113.5");
    CHECK_FALSE(found("fe80::1", {"203.0.113.5"}).peer_trusted);
}
