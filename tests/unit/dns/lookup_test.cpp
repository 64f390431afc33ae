#include "facade/dns/lookup.hpp"
#include "support/fake_dns.hpp"
#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using dns::lookup;
using dns::lookup_failure;

namespace {

dns::dns_options asking(fake_dns const& server) {
    dns::dns_options o;
    o.servers = {server.address()};
    o.timeout = std::chrono::duration_cast<milliseconds>(5s * patience());
    return o;
}

dns::lookup_result look_up(dns::dns_options const& by, std::string const& host) {
    auto results = dns::look_up(by, {host});
    REQUIRE(results.size() == 1);
    return results.front();
}

dns::answer answer_of(dns::lookup_result const& result) {
    if (!result) FAIL("not found: " << result.error().detail);
    return *result;
}

std::vector<std::string> texts_of(dns::answer const& found) {
    std::vector<std::string> out;
    for (auto const& one : found.addresses) out.push_back(one.to_string());
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

TEST_CASE("a name has addresses of both families, and the time that they hold for") {
    fake_dns server;
    server.knows("orders.test", {"10.0.0.1", "10.0.0.2", "2001:db8::1"}, 30);
    auto const found = answer_of(look_up(asking(server), "orders.test"));
    CHECK(texts_of(found) == std::vector<std::string>{"10.0.0.1", "10.0.0.2", "2001:db8::1"});
    CHECK(found.ttl == 30s);
    CHECK(server.asked("orders.test") == 1);
}

TEST_CASE("an alias that holds for less shortens the time") {
    fake_dns server;
    server.knows("pod.test", {"10.0.0.1"}, 300);
    server.knows_alias("orders.test", "pod.test", 5);
    auto const found = answer_of(look_up(asking(server), "orders.test"));
    CHECK(texts_of(found) == std::vector<std::string>{"10.0.0.1"});
    CHECK(found.ttl == 5s);
}

TEST_CASE("a name that does not exist, or has no address, is not found") {
    fake_dns server;
    server.knows("mail.test", {});
    for (auto const* name : {"nobody.test", "mail.test"}) {
        auto const result = look_up(asking(server), name);
        REQUIRE(result.has_error());
        CHECK(result.error().code == lookup_failure::not_found);
        CHECK_FALSE(result.error().detail.empty());
    }
}

TEST_CASE("a server that is out of order, or is not there, has failed, and at once") {
    fake_dns server;
    server.fails("orders.test", 2);
    auto const begun = steady::now();
    CHECK(look_up(asking(server), "orders.test").error().code == lookup_failure::failed);
    dns::dns_options nobody;
    nobody.timeout = asking(server).timeout;
    {
        fake_dns gone;
        nobody.servers = {gone.address()};
    }
    CHECK(look_up(nobody, "orders.test").error().code == lookup_failure::failed);
    CHECK(steady::now() - begun < nobody.timeout);
}

TEST_CASE("a server that says nothing is waited for as long as is said, and no longer") {
    fake_dns server;
    server.says_nothing("orders.test");
    auto by = asking(server);
    by.timeout = 200ms;
    auto const begun = steady::now();
    CHECK(look_up(by, "orders.test").error().code == lookup_failure::timed_out);
    CHECK(steady::now() - begun >= 200ms);
    CHECK(steady::now() - begun < 200ms + soon);
    // It was asked again meanwhile.
    CHECK(server.asked("orders.test") > 1);
}

TEST_CASE("a question that gets lost is asked again") {
    fake_dns server;
    server.knows("orders.test", {"10.0.0.1"}, 30);
    server.loses(2);
    CHECK(texts_of(answer_of(look_up(asking(server), "orders.test"))) ==
          std::vector<std::string>{"10.0.0.1"});
    CHECK(server.asked("orders.test") == 2);
}

TEST_CASE("of two servers the second one is asked where the first one fails") {
    fake_dns broken;
    fake_dns server;
    broken.fails("orders.test", 5);
    server.knows("orders.test", {"10.0.0.1"}, 30);
    auto by = asking(server);
    by.servers.insert(by.servers.begin(), broken.address());
    CHECK(texts_of(answer_of(look_up(by, "orders.test"))) == std::vector<std::string>{"10.0.0.1"});
    CHECK(broken.asked("orders.test") == 1);
}

TEST_CASE("more addresses than a datagram holds come over TCP") {
    fake_dns server;
    std::vector<std::string> many;
    for (int i = 0; i < 100; ++i) many.push_back("10.0.0." + std::to_string(i));
    server.knows("orders.test", many, 30);
    auto const found = answer_of(look_up(asking(server), "orders.test"));
    CHECK(found.addresses.size() == 100);
    CHECK(found.ttl == 30s);
    CHECK(server.asked_by_tcp() == 1);
}

TEST_CASE("a name of /etc/hosts is asked of nobody, and has no TTL") {
    fake_dns server;
    auto const found = answer_of(look_up(asking(server), "localhost"));
    CHECK(std::all_of(found.addresses.begin(), found.addresses.end(),
                      [](auto const& one) { return one.is_loopback(); }));
    CHECK_FALSE(found.ttl);
    CHECK(server.asked("localhost") == 0);
}

TEST_CASE("many names are looked up side by side, each with its own answer") {
    fake_dns server;
    std::vector<std::string> hosts;
    for (int i = 0; i < 40; ++i) {
        hosts.push_back("n" + std::to_string(i) + ".test");
        if (i % 2 == 0) server.knows(hosts.back(), {"10.0.1." + std::to_string(i)}, 30);
    }
    auto const results = dns::look_up(asking(server), hosts);
    REQUIRE(results.size() == 40);
    for (std::size_t i = 0; i < 40; ++i) {
        CAPTURE(i);
        REQUIRE(results[i].has_value() == (i % 2 == 0));
        if (i % 2 == 0) CHECK(results[i]->addresses[0].to_string() == "10.0.1." + std::to_string(i));
    }
    CHECK(dns::look_up(asking(server), {}).empty());
}

TEST_CASE("a lookup that has gone calls nobody") {
    fake_dns server;
    server.says_nothing("silent.test");
    server.knows("orders.test", {"10.0.0.1"}, 30);
    io::loop loop;
    int called = 0;
    auto const script = [&]() -> io::task<void> {
        signal answered;
        auto by = asking(server);
        by.timeout = 100ms;
        auto gone = std::make_unique<lookup>(loop, by, "silent.test", [&](auto const&) { ++called; });
        // It holds for those whose answer is on its way, and for those whose answer is known at once.
        auto also = std::make_unique<lookup>(loop, by, "orders.test", [&](auto const&) { ++called; });
        auto known = std::make_unique<lookup>(loop, by, "localhost", [&](auto const&) { ++called; });
        CHECK(called == 0);
        gone.reset();
        also.reset();
        known.reset();
        lookup stays(loop, by, "silent.test", [&](dns::lookup_result const& result) {
            CHECK(result.has_error());
            answered.raise();
        });
        co_await answered;
    };
    drive(loop, script());
    CHECK(called == 0);
}

TEST_CASE("whoever hears the answer may end the lookup") {
    fake_dns server;
    server.knows("orders.test", {"10.0.0.1"}, 30);
    for (auto const* name : {"orders.test", "nobody.test", "localhost"}) {
        io::loop loop;
        std::unique_ptr<lookup> asked;
        asked = std::make_unique<lookup>(loop, asking(server), name, [&](auto const&) {
            asked.reset();
            loop.stop();
        });
        CHECK(asked != nullptr);
        loop.run();
        CHECK(asked == nullptr);
    }
}
