#include "facade/dns/schedule.hpp"

#include <catch2/catch.hpp>

using namespace ficus::dns;
using namespace std::chrono_literals;

namespace {

constexpr auto none = std::uint64_t{0};
constexpr auto all = ~std::uint64_t{0};

time_point at(duration after_the_start) {
    return time_point{} + 1h + after_the_start;
}

dns_options between(std::chrono::milliseconds least, std::chrono::milliseconds most) {
    dns_options o;
    o.least = least;
    o.most = most;
    return o;
}

} // namespace

TEST_CASE("an address does not move, nor does this machine; any other name may") {
    for (auto const* fixed : {"127.0.0.1", "::1", "fe80::1%1", "localhost", "LocalHost", "localhost.",
                              "app.localhost", "a.b.LOCALHOST."})
        CHECK_FALSE(may_move(fixed));
    for (auto const* name : {"orders", "orders.internal", "localhost.example", "mylocalhost",
                             "a.notlocalhost", "orders.internal.", "1.2.3.4.example"})
        CHECK(may_move(name));
}

TEST_CASE("a name is asked for at once, and again when its TTL is over") {
    schedule s;
    CHECK(s.is_due(at(0s)));
    s.found(at(0s), 30s, between(1s, 5min));
    CHECK_FALSE(s.is_due(at(30s) - 1ms));
    CHECK(s.is_due(at(30s)));
}

TEST_CASE("whatever the TTL, a name is asked for no sooner and no later than it may be") {
    auto const by = between(2s, 1min);
    schedule s;
    s.found(at(0s), 0s, by);
    CHECK(s.next() == at(2s));
    s.found(at(0s), 1s, by);
    CHECK(s.next() == at(2s));
    s.found(at(0s), 60s, by);
    CHECK(s.next() == at(60s));
    s.found(at(0s), 86'400s, by);
    CHECK(s.next() == at(60s));
    // As large as a TTL may be (RFC 2181 §8).
    s.found(at(0s), std::chrono::seconds(0x7fffffff), by);
    CHECK(s.next() == at(60s));
}

TEST_CASE("what does not come from DNS has no TTL, and is looked at as seldom as may be") {
    schedule s;
    s.found(at(0s), std::nullopt, between(1s, 5min));
    CHECK(s.next() == at(5min));
}

TEST_CASE("a name that is not found is asked for after longer and longer pauses, ten seconds at most") {
    auto const by = between(1s, 5min);
    schedule s;
    for (auto const pause : {1s, 2s, 4s, 8s, 10s, 10s, 10s}) {
        s.failed(at(0s), none, by);
        CHECK(s.next() == at(pause));
    }
    for (int i = 0; i < 100; ++i) s.failed(at(0s), none, by);
    CHECK(s.next() == at(10s));
    // Found again, it is forgiven.
    s.found(at(0s), 5s, by);
    s.failed(at(5s), none, by);
    CHECK(s.next() == at(6s));
}

TEST_CASE("no pause is longer than names may go without being asked for") {
    auto const by = between(1s, 3s);
    schedule s;
    for (auto const pause : {1s, 2s, 3s, 3s}) {
        s.failed(at(0s), none, by);
        CHECK(s.next() == at(pause));
    }
    s.failed(at(0s), none, between(20s, 30s));
    CHECK(s.next() == at(10s));
}

TEST_CASE("of a pause up to half is left to chance") {
    schedule s;
    s.failed(at(0s), all, between(1s, 5min));
    CHECK(s.next() >= at(500ms));
    CHECK(s.next() < at(501ms));
    s = {};
    s.failed(at(0s), all / 2, between(1s, 5min));
    CHECK(s.next() > at(740ms));
    CHECK(s.next() < at(760ms));
}
