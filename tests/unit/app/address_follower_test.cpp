#include "facade/app/address_follower.hpp"
#include "support/fake_dns.hpp"
#include "support/gate.hpp"
#include "unit/app/configured.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

/// Upstreams with these endpoints; a name is at 10.0.0.1 when the configuration is read, unless it begins
/// with `nobody`.
std::shared_ptr<pipeline::site const> site_with(std::vector<std::string> const& endpoints) {
    std::string text = "[facade]\nlegacy = \"u0\"\n";
    for (std::size_t i = 0; i < endpoints.size(); ++i)
        text += "[upstreams.u" + std::to_string(i) + "]\nendpoints = [\"http://" + endpoints[i] + "\"]\n";
    static obs::counters counters(1);
    return site_of(text, counters, nullptr, [](upstream::upstream_options const& options) {
        std::vector<upstream::endpoint> found;
        for (auto const& e : options.endpoints) {
            std::vector<boost::asio::ip::tcp::endpoint> addresses;
            if (!e.host.starts_with("nobody"))
                addresses.emplace_back(boost::asio::ip::make_address("10.0.0.1"), e.port);
            found.emplace_back(e.authority, addresses);
        }
        return found;
    });
}

std::string address_of(pipeline::site const& site, std::size_t upstream) {
    auto const& addresses = site.upstreams.at(upstream)->endpoints()[0].at->look()->addresses;
    if (addresses.empty()) return "none";
    std::ostringstream out;
    out << addresses[0];
    return out.str();
}

/// A follower, the DNS that it asks, and what it says in the log.
struct stage {
    stage()
        : log([this](std::string_view lines) { take(lines); },
              [] { return std::chrono::system_clock::time_point{}; }),
          follower(log) {
        by.servers = {dns.address()};
        by.least = 20ms;
        by.most = 5min;
        by.timeout = std::chrono::duration_cast<milliseconds>(5s * patience());
    }
    ~stage() {
        follower.stop();
        log.stop();
    }
    void take(std::string_view lines) {
        std::istringstream in{std::string(lines)};
        for (std::string line; std::getline(in, line);) said.put(json::parse(line).as_object());
    }
    json::object next_event() {
        auto one = said.take();
        REQUIRE(one);
        return *one;
    }
    std::uint64_t counted(ficus::dns::lookup_outcome what) const {
        return follower.counted()[static_cast<std::size_t>(what)];
    }

    fake_dns dns;
    mailbox<json::object> said;
    ficus::dns::dns_options by;
    obs::log log;
    app::address_follower follower;
};

using outcome = dns::lookup_outcome;

} // namespace

TEST_CASE("an endpoint is asked where its name is, in every upstream that has it, each at its own port") {
    stage s;
    auto const site = site_with({"one.test:9001", "one.test:9002", "two.test:9003"});
    s.dns.knows("one.test", {"10.0.0.2"}, 0);
    s.dns.knows("two.test", {"10.0.0.1"}, 0);
    s.follower.follow(*site, s.by);
    for (auto const* upstream : {"u0", "u1"}) {
        auto const said = s.next_event();
        CHECK(said.at("event") == "resolved");
        CHECK(said.at("upstream") == upstream);
        CHECK(said.at("before") == json::array{"10.0.0.1"});
        CHECK(said.at("addresses") == json::array{"10.0.0.2"});
        CHECK(said.at("ttl_s") == 0);
    }
    CHECK(address_of(*site, 0) == "10.0.0.2:9001");
    CHECK(address_of(*site, 1) == "10.0.0.2:9002");
    // Of one that stays where it was nothing is said, however often it is looked up.
    REQUIRE(s.dns.wait_until_asked("two.test", 3));
    s.dns.knows("one.test", {"10.0.0.3"}, 77);
    auto const said = s.next_event();
    CHECK(said.at("endpoint") == "one.test:9001");
    CHECK(said.at("ttl_s") == 77);
    CHECK(address_of(*site, 2) == "10.0.0.1:9003");
    CHECK(s.counted(outcome::ok) >= 4);
}

TEST_CASE("a name is not asked for again before its TTL is over") {
    stage s;
    auto const site = site_with({"slow.test:9001", "quick.test:9001"});
    s.dns.knows("slow.test", {"10.0.0.2"}, 3600);
    s.dns.knows("quick.test", {"10.0.0.1"}, 0);
    s.follower.follow(*site, s.by);
    REQUIRE(s.dns.wait_until_asked("quick.test", 10));
    CHECK(s.dns.asked("slow.test") == 1);
}

TEST_CASE("a name that is found no more keeps its address, and that is said once until it is found again") {
    stage s;
    auto const site = site_with({"one.test:9001"});
    s.by.timeout = 200ms;
    s.dns.knows("one.test", {"10.0.0.2"}, 0);
    s.follower.follow(*site, s.by);
    CHECK(s.next_event().at("event") == "resolved");
    struct way {
        std::function<void()> fail;
        outcome counted;
    };
    for (auto const& way : {way{[&] { s.dns.fails("one.test", 3); }, outcome::not_found},
                            way{[&] { s.dns.fails("one.test", 2); }, outcome::failed},
                            way{[&] { s.dns.says_nothing("one.test"); }, outcome::timed_out}}) {
        CAPTURE(dns::name_of(way.counted));
        auto const before = s.counted(way.counted);
        way.fail();
        auto const lost = s.next_event();
        CHECK(lost.at("event") == "unresolved");
        CHECK(lost.at("upstream") == "u0");
        CHECK(lost.at("endpoint") == "one.test:9001");
        CHECK(lost.at("keeps_address") == true);
        CHECK(lost.at("detail").as_string().size() > 0);
        CHECK(address_of(*site, 0) == "10.0.0.2:9001");
        REQUIRE(s.dns.wait_until_asked("one.test", 3));
        CHECK(s.counted(way.counted) > before);
        s.dns.knows("one.test", {"10.0.0.2"}, 0);
        auto const found = s.next_event();
        CHECK(found.at("event") == "resolved");
        CHECK(found.at("addresses") == json::array{"10.0.0.2"});
        CHECK(found.at("before") == json::array{"10.0.0.2"});
    }
}

TEST_CASE(
    "a name that had no address when the configuration was read gets one, and is not complained of twice") {
    stage s;
    auto const site = site_with({"nobody.test:9001"});
    CHECK(address_of(*site, 0) == "none");
    s.follower.follow(*site, s.by);
    REQUIRE(s.dns.wait_until_asked("nobody.test", 2));
    s.dns.knows("nobody.test", {"10.0.0.7"}, 0);
    auto const said = s.next_event();
    CHECK(said.at("event") == "resolved");
    CHECK(said.at("before") == json::array{});
    CHECK(said.at("addresses") == json::array{"10.0.0.7"});
    CHECK(address_of(*site, 0) == "10.0.0.7:9001");
}

TEST_CASE("addresses and this machine's names are not asked for") {
    stage s;
    auto const site = site_with({"127.0.0.1:9001", "localhost:9001", "app.localhost:9002", "one.test:9001"});
    s.dns.knows("one.test", {"10.0.0.1"}, 0);
    s.follower.follow(*site, s.by);
    REQUIRE(s.dns.wait_until_asked("one.test", 3));
    CHECK(s.dns.asked("localhost") == 0);
    CHECK(s.dns.asked("app.localhost") == 0);
    CHECK(s.dns.asked("127.0.0.1") == 0);
}

TEST_CASE("where names are not followed nobody is asked, and those of another site are asked for no more") {
    stage s;
    auto const site = site_with({"one.test:9001"});
    auto const other = site_with({"two.test:9001"});
    auto const third = site_with({"three.test:9001"});
    for (auto const* name : {"one.test", "two.test", "three.test"}) s.dns.knows(name, {"10.0.0.1"}, 0);
    app::address_follower idle(s.log);
    auto off = s.by;
    off.follow = false;
    idle.follow(*site, off);
    s.follower.follow(*other, s.by);
    REQUIRE(s.dns.wait_until_asked("two.test", 5));
    CHECK(s.dns.asked("one.test") == 0);

    s.follower.follow(*third, s.by);
    REQUIRE(s.dns.wait_until_asked("three.test"));
    auto const asked = s.dns.asked("two.test");
    REQUIRE(s.dns.wait_until_asked("three.test", 5));
    CHECK(s.dns.asked("two.test") == asked);
    // Not followed any more.
    s.follower.follow(*third, off);
    idle.follow(*other, s.by);
    REQUIRE(s.dns.wait_until_asked("two.test"));
    auto const then = s.dns.asked("three.test");
    REQUIRE(s.dns.wait_until_asked("two.test", 5));
    CHECK(s.dns.asked("three.test") == then);
}

TEST_CASE("many names are asked for, not all of them at the same time") {
    stage s;
    std::vector<std::string> endpoints;
    for (int i = 0; i < 40; ++i) endpoints.push_back("n" + std::to_string(i) + ".test:9001");
    for (int i = 0; i < 20; ++i) s.dns.says_nothing("n" + std::to_string(i) + ".test");
    s.by.timeout = 500ms;
    for (int i = 20; i < 40; ++i) s.dns.knows("n" + std::to_string(i) + ".test", {"10.0.0.2"}, 60);
    auto const site = site_with(endpoints);
    s.follower.follow(*site, s.by);
    for (int heard = 0; heard < 20;)
        if (s.next_event().at("event") == "resolved") ++heard;
    for (std::size_t i = 20; i < 40; ++i) CHECK(address_of(*site, i) == "10.0.0.2:9001");
}

TEST_CASE("a follower stops at once, whatever it waits for") {
    stage s;
    auto const site = site_with({"silent.test:9001"});
    s.dns.says_nothing("silent.test");
    s.by.timeout = 10min;
    s.follower.follow(*site, s.by);
    REQUIRE(s.dns.wait_until_asked("silent.test"));
    auto const begun = steady::now();
    s.follower.stop();
    CHECK(steady::now() - begun < soon);
}
