// WebSockets that are opened and then say nothing, or do not read what they are told.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/scene.hpp"
#include "e2e/websocket.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

TEST_CASE("150 silent tunnels cost their buffers, wait longer than any timeout, and then speak") {
    constexpr std::size_t tunnels = 150;
    script with;
    with.limits = "header_timeout = \"500ms\"\nidle_timeout = \"500ms\"\nbody_timeout = \"500ms\"\n";
    with.monolith = "response_timeout = \"500ms\"\nmax_connections = 200\n";
    with.facade = "drain = \"200ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        on.send(switching);
        for (auto bytes = on.read_some(milliseconds(30'000)); !bytes.empty();
             bytes = on.read_some(milliseconds(30'000)))
            on.send(bytes);
        on.close();
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::deque<raw_client> silent;
    for (std::size_t i = 0; i < tunnels; ++i)
        REQUIRE(silent.emplace_back(stage.port()).ask(handshake()).status == 101);
    // None of the timeouts of requests is for a tunnel: waiting longer than each is what this is about.
    CHECK(silent.front().read_some(milliseconds(1200)).empty());
    for (auto& client : silent) {
        REQUIRE(client.send("hello"));
        REQUIRE(client.read_exactly(5) == "hello");
    }
    // 16 KiB each way, and the connections.
    memory.check(tunnels * (2 * 16 + 32), "150 silent tunnels");
    passer_by.check(milliseconds(1000));
    // Half of them leave, the others are left to the facade's end, which does not wait for them.
    for (std::size_t i = 0; i < tunnels; i += 2) silent[i].close();
    CHECK(eventually([&] { return stage.legacy.open_connections() <= tunnels / 2 + kept_for_later; }));
}

TEST_CASE("a tunnel whose reader stops is held back, not held") {
    std::atomic<std::uint64_t> produced = 0;
    std::atomic<bool> cut = false;
    script with;
    with.facade = "drain = \"200ms\"\n";
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        on.send(switching);
        auto const piece = pattern(0, 65'536);
        for (std::uint64_t at = 0; at < 1ull << 30; at += piece.size()) {
            if (!on.send(piece)) break;
            produced += piece.size();
        }
        cut = true;
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    raw_client client(stage.port());
    client.raw().shrink_receive_buffer(16 * 1024);
    REQUIRE(client.ask(handshake()).status == 101);
    // Until nothing moves: then all that can be on the way is.
    auto seen = produced.load();
    do {
        seen = produced;
        CHECK(passer_by.is_served());
        std::this_thread::sleep_for(milliseconds(300));
    } while (seen != produced);
    CHECK(produced < std::uint64_t{48} << 20);
    memory.check(1024, "a tunnel whose reader stops");
    client.abort();
    CHECK(eventually([&] { return cut.load(); }));
    passer_by.check(milliseconds(1000));
}
