#include "facade/app/descriptors.hpp"
#include "unit/app/configured.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using app::most_clients;

TEST_CASE("with many descriptors upstreams have theirs kept back, and clients get all the others") {
    CHECK(most_clients({20'000, 50, 320}) == 20'000 - 50 - 80 - 320);
    CHECK(most_clients({1'000'000, 50, 640}) == 1'000'000 - 50 - 80 - 640);
}

TEST_CASE("with few, there is one for an upstream for each client") {
    CHECK(most_clients({1024, 50, 5000}) == (1024 - 50 - 80) / 2);
    CHECK(most_clients({256, 36, 320}) == (256 - 36 - 64) / 2);
    for (std::size_t limit = 64; limit < 5000; ++limit)
        for (std::size_t const upstream : {std::size_t(2), std::size_t(320), std::size_t(1'000'000)}) {
            auto const clients = most_clients({limit, 30, upstream});
            REQUIRE(clients >= 1);
            // Everybody who is let in finds a descriptor for his upstream.
            if (clients > 1) REQUIRE(30 + clients + std::min(clients, upstream) <= limit);
        }
}

TEST_CASE("where none is left one client at a time is better than nobody") {
    CHECK(most_clients({10, 50, 320}) == 1);
    CHECK(most_clients({0, 0, 0}) == 1);
}

TEST_CASE("the fewest that a facade starts with grow by its threads and by where each of them listens") {
    CHECK(app::fewest_descriptors(0, 3, 2) - app::fewest_descriptors(0, 2, 2) == 4);
    CHECK(app::fewest_descriptors(0, 4, 3) - app::fewest_descriptors(0, 4, 2) == 4);
    CHECK(app::fewest_descriptors(7, 4, 3) - app::fewest_descriptors(0, 4, 3) == 7);
}

TEST_CASE("copies count for a quarter of what clients' requests may open, and for one at least") {
    obs::counters counters(1);
    auto const site = site_of(R"(
[facade]
legacy = "old"
[upstreams.old]
endpoints = ["http://127.0.0.1:1"]
max_connections = 100
[upstreams.small]
endpoints = ["http://127.0.0.1:2"]
max_connections = 2
)",
                              counters);
    CHECK(app::most_upstream_connections(*site) == 100 + 25 + 2 + 1);
}

TEST_CASE(
    "no upstream may have more than three quarters of a thread's clients, a quarter of these in its queue") {
    auto const share = [](std::size_t connections, std::size_t pending, std::size_t clients) {
        upstream::upstream_options of;
        of.max_connections = connections;
        of.max_pending = pending;
        auto const got = app::share_of(of, clients, false);
        CHECK(got.connections <= connections);
        CHECK(got.pending <= pending);
        CHECK(got.connections >= 1);
        if (clients >= 4) CHECK(got.connections + got.pending <= std::max(clients * 3 / 4, std::size_t(1)));
        return std::pair(got.connections, got.pending);
    };
    using pair = std::pair<std::size_t, std::size_t>;
    CHECK(share(256, 1024, 10'000) == pair(256, 1024));
    CHECK(share(256, 1024, 1707) == pair(256, 1024));
    CHECK(share(256, 1024, 1000) == pair(256, 494));
    CHECK(share(256, 1024, 400) == pair(225, 75));
    CHECK(share(256, 1024, 40) == pair(23, 7));
    CHECK(share(4, 1024, 40) == pair(4, 26));
    CHECK(share(256, 2, 40) == pair(28, 2));
    CHECK(share(256, 0, 40) == pair(30, 0));
    CHECK(share(256, 1024, 1) == pair(1, 0));
    upstream::upstream_options legacy;
    CHECK(app::share_of(legacy, 40, true).connections == legacy.max_connections);
    CHECK(app::share_of(legacy, 40, true).pending == 7);
}

TEST_CASE("limits that descriptors do not allow are told in the log, each by its key") {
    obs::counters counters(1);
    auto const site = site_of(R"(
[facade]
legacy = "small"
[upstreams.old]
endpoints = ["http://127.0.0.1:1"]
[upstreams.small]
endpoints = ["http://127.0.0.1:2"]
max_connections = 2
max_pending = 3
)",
                              counters);
    auto const told = [&](std::size_t descriptors) {
        std::string said;
        {
            obs::log log([&](std::string_view text) { said += text; },
                         [] { return std::chrono::system_clock::time_point{}; });
            app::tell_of_shares(log, *site, {descriptors, 50}, 2);
            log.stop();
        }
        return said;
    };
    CHECK(told(20'000) == "");
    auto const said = told(1024);
    CHECK(said.find("\"event\":\"limited_by_descriptors\"") != said.npos);
    CHECK(said.find("\"key\":\"upstreams.old.max_pending\",\"configured\":1024,") != said.npos);
    CHECK(said.find("\"rlimit_nofile\":1024") != said.npos);
    CHECK(said.find("upstreams.small") == said.npos);
    CHECK(told(128).find("upstreams.old.max_connections") != said.npos);
}

TEST_CASE("what is looked at is this process's own limit, and what it has open") {
    rlimit own{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &own) == 0);
    auto const before = app::look_at_descriptors();
    CHECK(before.limit == own.rlim_cur);
    int const one = ::dup(1);
    CHECK(app::look_at_descriptors().taken == before.taken + 1);
    ::close(one);
    CHECK(app::look_at_descriptors().taken == before.taken);
}
