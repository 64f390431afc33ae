#include "facade/upstream/group.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using namespace ficus::upstream;

namespace {

upstream_options to(std::string host, std::size_t most = 2, std::size_t pending = 1) {
    upstream_options o;
    o.name = "orders";
    o.endpoints = {{std::move(host), 9001, "orders.internal:9001"}};
    o.max_connections = most;
    o.max_pending = pending;
    return o;
}

} // namespace

TEST_CASE("endpoints are resolved in their order, and keep what they were called") {
    auto options = to("127.0.0.1");
    options.endpoints.push_back({"::1", 9002, "[::1]:9002"});
    auto const endpoints = resolve(options);
    REQUIRE(endpoints.size() == 2);
    CHECK(endpoints[0].authority == "orders.internal:9001");
    REQUIRE(endpoints[0].at->look()->addresses.size() == 1);
    CHECK(endpoints[0].at->look()->addresses[0].address().to_string() == "127.0.0.1");
    CHECK(endpoints[0].at->look()->addresses[0].port() == 9001);
    REQUIRE(endpoints[1].at->look()->addresses.size() == 1);
    CHECK(endpoints[1].at->look()->addresses[0].address().is_v6());
}

TEST_CASE("a name that cannot be resolved is no reason not to start") {
    // RFC 2606: never a name.
    auto const endpoints = resolve(to("nobody.invalid"));
    REQUIRE(endpoints.size() == 1);
    CHECK(endpoints[0].at->look()->addresses.empty());
    CHECK_FALSE(endpoints[0].at->look()->error.empty());
}

TEST_CASE("permits are given up to the limits, and again when they are given back") {
    group g(to("127.0.0.1", 2, 1), {});
    CHECK(g.open_one());
    CHECK(g.open_one());
    CHECK_FALSE(g.open_one());
    CHECK(g.open() == 2);
    g.close_one();
    CHECK(g.open_one());
    CHECK_FALSE(g.open_one());
    CHECK(g.start_waiting());
    CHECK_FALSE(g.start_waiting());
    CHECK(g.waiting() == 1);
    g.stop_waiting();
    CHECK(g.start_waiting());
}

TEST_CASE("no limit is passed, however many threads ask at once") {
    group g(to("127.0.0.1", 3, 1), {});
    std::atomic<int> held{0};
    std::atomic<int> most{0};
    std::atomic<int> granted{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20'000; ++i) {
                if (!g.open_one()) continue;
                ++granted;
                auto const now = ++held;
                auto seen = most.load();
                while (now > seen && !most.compare_exchange_weak(seen, now)) {}
                --held;
                g.close_one();
            }
        });
    for (auto& t : threads) t.join();
    CHECK(most.load() <= 3);
    CHECK(granted.load() > 0);
    CHECK(g.open() == 0);
}

TEST_CASE("everyone but the one who speaks hears the news") {
    using news = group::news;
    group g(to("127.0.0.1"), {});
    std::string a;
    std::string b;
    std::string c;
    for (auto* heard : {&a, &b, &c})
        g.add_listener(heard, [heard](news what) { *heard += what == news::freed ? 'f' : 'w'; });
    g.tell_others(&a, news::freed);
    CHECK((a == "" && b == "f" && c == "f"));
    g.remove_listener(&b);
    g.tell_others(&a, news::wanted);
    CHECK((a == "" && b == "f" && c == "fw"));
    g.tell_others(nullptr, news::freed);
    CHECK((a == "f" && b == "f" && c == "fwf"));
}
