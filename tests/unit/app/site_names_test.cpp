// What a site makes of endpoints that have names, as resolvers answer.
#include "facade/app/site_builder.hpp"
#include "unit/app/configured.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace ficus;
using app::build_site;
using test::configured;
using test::site_of;

namespace {

/// DNS, as a test has it.
struct names {
    std::map<std::string, std::vector<std::string>> known;
    upstream::resolver resolver() {
        return [this](upstream::upstream_options const& options) {
            std::vector<upstream::endpoint> found;
            for (auto const& e : options.endpoints) {
                std::vector<boost::asio::ip::tcp::endpoint> addresses;
                auto const at = known.find(e.host);
                if (at != known.end())
                    for (auto const& address : at->second)
                        addresses.emplace_back(boost::asio::ip::make_address(address), e.port);
                found.emplace_back(e.authority, addresses, at == known.end() ? "no such host" : "");
            }
            return found;
        };
    }
};

std::vector<std::string> addresses_of(upstream::group const& of, std::size_t endpoint) {
    std::vector<std::string> out;
    for (auto const& one : of.endpoints().at(endpoint).at->look()->addresses)
        out.push_back(one.address().to_string());
    return out;
}

constexpr auto named = R"(
[facade]
legacy = "monolith"
[upstreams.monolith]
endpoints = ["http://one.internal:9001", "http://two.internal:9001"]
)";

} // namespace

TEST_CASE("names are resolved again at every reload: an upstream that has moved is the same one elsewhere") {
    obs::counters counters(1);
    names dns{{{"one.internal", {"10.0.0.1", "10.0.0.2"}}, {"two.internal", {"10.0.0.3"}}}};
    auto const before = site_of(named, counters, nullptr, dns.resolver());
    // The same addresses in another order, as resolvers give them in turns.
    dns.known["one.internal"] = {"10.0.0.2", "10.0.0.1"};
    auto const same = build_site(configured(named), counters, before.get(), dns.resolver());
    REQUIRE(same.has_value());
    CHECK(same->site->upstreams[0] == before->upstreams[0]);
    CHECK(same->moved.empty());

    before->upstreams[0]->open_one();
    dns.known["two.internal"] = {"10.0.0.4"};
    auto const after = build_site(configured(named), counters, before.get(), dns.resolver());
    REQUIRE(after.has_value());
    // What it has open still counts, whose limit is for the whole upstream.
    CHECK(after->site->upstreams[0] == before->upstreams[0]);
    CHECK(after->site->upstreams[0]->open() == 1);
    CHECK(addresses_of(*after->site->upstreams[0], 1) == std::vector<std::string>{"10.0.0.4"});
    REQUIRE(after->moved.size() == 1);
    CHECK(after->moved[0].upstream == "monolith");
    CHECK(after->moved[0].endpoint == "two.internal:9001");
    CHECK(after->moved[0].before->addresses[0].address().to_string() == "10.0.0.3");
    CHECK(after->moved[0].now->addresses[0].address().to_string() == "10.0.0.4");
}

TEST_CASE("an upstream whose options change is a new one, which knows where its servers were") {
    obs::counters counters(1);
    names dns{{{"one.internal", {"10.0.0.1"}}, {"two.internal", {"10.0.0.3"}}}};
    auto const before = site_of(named, counters, nullptr, dns.resolver());
    dns.known.clear();
    auto const after =
        build_site(configured(std::string(named) + "retries = 3\n"), counters, before.get(), dns.resolver());
    REQUIRE(after.has_value());
    CHECK(after->site->upstreams[0] != before->upstreams[0]);
    CHECK(addresses_of(*after->site->upstreams[0], 0) == std::vector<std::string>{"10.0.0.1"});
    CHECK(addresses_of(*after->site->upstreams[0], 1) == std::vector<std::string>{"10.0.0.3"});
    REQUIRE(after->unresolved.size() == 2);
    CHECK(after->unresolved[0].keeps_address);
    CHECK(after->unresolved[1].keeps_address);
}

TEST_CASE("a name that cannot be resolved is told, and where it could be before is asked there still") {
    obs::counters counters(1);
    names dns{{{"one.internal", {"10.0.0.1"}}}};
    auto const first = build_site(configured(named), counters, nullptr, dns.resolver());
    REQUIRE(first.has_value());
    REQUIRE(first->unresolved.size() == 1);
    CHECK(first->unresolved[0].upstream == "monolith");
    CHECK(first->unresolved[0].endpoint == "two.internal:9001");
    CHECK(first->unresolved[0].detail == "no such host");
    CHECK_FALSE(first->unresolved[0].keeps_address);

    dns.known.clear();
    auto const later = build_site(configured(named), counters, first->site.get(), dns.resolver());
    REQUIRE(later.has_value());
    CHECK(later->site->upstreams[0] == first->site->upstreams[0]);
    REQUIRE(later->unresolved.size() == 2);
    CHECK(later->unresolved[0].keeps_address);
    CHECK_FALSE(later->unresolved[1].keeps_address);

    // The other one has come into being: the one that is known is not forgotten for it.
    dns.known["two.internal"] = {"10.0.0.3"};
    auto const last = build_site(configured(named), counters, later->site.get(), dns.resolver());
    REQUIRE(last.has_value());
    CHECK(addresses_of(*last->site->upstreams[0], 0) == std::vector<std::string>{"10.0.0.1"});
    CHECK(addresses_of(*last->site->upstreams[0], 1) == std::vector<std::string>{"10.0.0.3"});
}
