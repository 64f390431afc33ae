// Clients that ask for a gigabyte and do not read it, or hardly.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

namespace {

constexpr std::uint64_t gigabyte = 1ull << 30;

/// A gigabyte for whoever does not ask for `/bystander`, counted as it leaves.
handler gives_a_gigabyte(std::atomic<std::uint64_t>& produced, std::atomic<int>& cut) {
    return [&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        on.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(gigabyte) + "\r\n\r\n");
        auto const piece = pattern(0, 65'536);
        for (std::uint64_t at = 0; at < gigabyte; at += piece.size()) {
            if (!on.send(piece)) {
                ++cut;
                return;
            }
            produced += piece.size();
        }
    };
}

} // namespace

TEST_CASE("readers that stop are given up after body_timeout, and their upstream is freed") {
    constexpr int readers = 40;
    std::atomic<std::uint64_t> produced = 0;
    std::atomic<int> cut = 0;
    script with;
    with.limits = "body_timeout = \"1s\"\n";
    scene stage(with);
    stage.legacy.on_request(gives_a_gigabyte(produced, cut));
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::deque<raw_client> stopped;
    auto const from = steady::now();
    for (int i = 0; i < readers; ++i) {
        auto& client = stopped.emplace_back(stage.port());
        client.raw().shrink_receive_buffer(16 * 1024);
        client.send(get("/gigabyte"));
    }
    REQUIRE(eventually([&] { return facade.metric("ficus_aborted_requests_total") == double(readers); }));
    CHECK(steady::now() - from >= milliseconds(990));
    CHECK(eventually([&] { return cut == readers && stage.legacy.open_connections() <= kept_for_later; }));
    // What the kernels hold of it, at most a few MiB each: the facade asked for no more than it could send.
    CHECK(produced < readers * std::uint64_t{48} << 20);
    CHECK(passer_by.is_alone_at(facade));
    // With the connection goes what the kernel had taken for it: nothing waits for a reader that came back.
    auto& late = stopped.back();
    late.keep_body(0);
    auto const got = late.read_answer();
    CHECK(got.status == 200);
    CHECK(got.end == ending::cut);
    CHECK(got.body.size < 256 * 1024);
    memory.check(readers * (256 + 64) + 2048, "40 readers that stop");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a gigabyte for a client that reads a little at a time passes at its pace") {
    std::atomic<std::uint64_t> produced = 0;
    std::atomic<int> cut = 0;
    script with;
    with.limits = "body_timeout = \"1s\"\n";
    scene stage(with);
    stage.legacy.on_request(gives_a_gigabyte(produced, cut));
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    raw_client client(stage.port());
    client.raw().shrink_receive_buffer(4096);
    client.send(get("/gigabyte"));
    REQUIRE(client.read_head_only().status == 200);
    std::uint64_t read = 0;
    auto const from = steady::now();
    while (steady::now() - from < milliseconds(2500)) {
        auto const bytes = client.read_exactly(1024);
        REQUIRE(bytes.size() == 1024); // not cut off: it takes something all the time
        read += bytes.size();
        // The pace is what this is about.
        std::this_thread::sleep_for(milliseconds(5));
    }
    CHECK(produced < read + (std::uint64_t{48} << 20));
    CHECK(cut == 0);
    client.abort();
    CHECK(eventually([&] { return cut == 1; }));
    memory.check(256 + 1024, "a slow reader");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("clients that ask and leave, or leave while they are answered, leave nothing behind") {
    constexpr int clients = 200;
    std::atomic<std::uint64_t> produced = 0;
    std::atomic<int> cut = 0;
    scene stage;
    stage.legacy.on_request(gives_a_gigabyte(produced, cut));
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    auto const descriptors = facade.open_descriptors();
    memory_watch const memory(facade);
    for (int i = 0; i < clients; ++i) {
        raw_client client(stage.port());
        client.send(get("/gigabyte"));
        if (i % 2 == 1) REQUIRE(client.read_head_only().status == 200);
        if (i % 4 < 2) client.abort();
    }
    CHECK(passer_by.is_alone_at(facade));
    CHECK(eventually([&] { return facade.open_descriptors() <= descriptors + kept_for_later; }));
    CHECK(eventually([&] { return stage.legacy.open_connections() <= kept_for_later; }));
    memory.check(64 * 256 + 2048, "200 clients that leave");
    passer_by.check(milliseconds(1000));
}
