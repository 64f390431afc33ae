// Thousands of connections that do nothing: they cost little, and they end.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <sys/resource.h>

using namespace ficus::test;

namespace {

/// As many descriptors as the system lets this test have.
std::size_t raise_descriptor_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

} // namespace

TEST_CASE("10,000 idle connections cost 3 KiB each at most, and are all served afterwards") {
    constexpr std::size_t wanted = 10'000;
    auto const descriptors = raise_descriptor_limit();
    if (descriptors < wanted + 200)
        WARN("only " << descriptors << " descriptors are allowed here: fewer connections than 10,000");
    auto const crowd = std::min(wanted, descriptors - 200);
    script with;
    with.limits = "idle_timeout = \"600s\"\n";
    with.facade = "[facade.log]\naccess = 0.0\n";
    scene stage(with);
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::deque<raw_client> idle;
    for (std::size_t i = 0; i < crowd; ++i) {
        auto& client = idle.emplace_back(stage.port());
        // Some have asked already, others never do.
        if (i % 2 == 1) REQUIRE(client.ask(get("/before")).whole());
    }
    CHECK(eventually([&] { return facade.metric("ficus_connections_open") == double(crowd + 1); }));
    // What all of it shares, tables of descriptors among it, is in the figure too.
    memory.check(crowd * 3, "10,000 idle connections");
    CHECK(passer_by.is_served());
    for (auto& client : idle) REQUIRE(client.ask(get("/after")).text() == "legacy");
    idle.clear();
    CHECK(passer_by.is_alone_at(facade));
    passer_by.check(milliseconds(1000));
}

TEST_CASE("1,000 idle connections all end after idle_timeout, whoever is new among them does not") {
    constexpr std::size_t crowd = 1000;
    raise_descriptor_limit();
    script with;
    with.limits = "idle_timeout = \"1s\"\n";
    scene stage(with);
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    auto const descriptors = facade.open_descriptors();
    struct idle_client {
        explicit idle_client(std::uint16_t port) : connection(port) {}
        raw_client connection;
        steady::time_point last{};
    };
    std::deque<idle_client> idle;
    for (std::size_t i = 0; i < crowd; ++i) {
        auto& client = idle.emplace_back(stage.port());
        client.last = steady::now();
        if (i % 3 == 1) REQUIRE(client.connection.ask(get("/before")).whole());
        if (i % 3 == 2) client.connection.send("\r\n"); // which begins no request
    }
    for (auto& client : idle) {
        REQUIRE(client.connection.is_closed());
        CHECK(steady::now() - client.last >= milliseconds(980));
    }
    CHECK(passer_by.is_alone_at(facade));
    CHECK(eventually([&] { return facade.open_descriptors() <= descriptors + kept_for_later; }));
    passer_by.check(milliseconds(1000));
}
