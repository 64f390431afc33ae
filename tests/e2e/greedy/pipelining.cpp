// Pipelining floods: one request of a connection at a time, in order, and none that nobody reads the answer
// of.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

namespace {

constexpr char const* quiet_log = "[facade.log]\naccess = 0.0\n";

/// How many requests an upstream has been asked at the same time.
class at_once {
public:
    void begin() {
        auto const now = ++now_;
        auto most = most_.load();
        while (now > most && !most_.compare_exchange_weak(most, now)) {}
    }
    void end() { --now_; }
    int most() const { return most_; }

private:
    std::atomic<int> now_ = 0;
    std::atomic<int> most_ = 0;
};

} // namespace

TEST_CASE("2,000 requests in one piece are answered in order, never two at a time") {
    constexpr int requests = 2000;
    at_once work;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        work.begin();
        auto const said = on.request().target + on.read_body().bytes;
        work.end();
        on.answer(200, said);
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    // The first one's body ends in the middle of a read that brings hundreds of others.
    std::string all = pattern(0, 30'000);
    for (int i = 1; i < requests; ++i)
        all +=
            i % 3 == 0 ? request("POST", "/" + std::to_string(i), {}, "+body") : get("/" + std::to_string(i));
    raw_client client(stage.port());
    client.send("POST /0 HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n");
    REQUIRE(stage.legacy.wait_for([](auto const& seen) { return seen.target == "/0"; }));
    client.send(all);
    CHECK(client.read_answer("POST").text() == "/0" + pattern(0, 30'000));
    for (int i = 1; i < requests; ++i) {
        auto const got = client.read_answer(i % 3 == 0 ? "POST" : "GET");
        REQUIRE(got.status == 200);
        REQUIRE(got.text() == "/" + std::to_string(i) + (i % 3 == 0 ? "+body" : ""));
    }
    CHECK(work.most() == 1);
    // What one read brought besides the body, twice while it is moved, and a relay buffer.
    memory.check(3 * 256 + 1024, "2,000 pipelined requests");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a pipelining flood whose answers nobody reads is not read either, and ends after body_timeout") {
    constexpr int floods = 8;
    constexpr std::size_t answer_size = 16 * 1024;
    constexpr std::uint64_t most = 64ull << 20;
    at_once work;
    std::atomic<std::uint64_t> answered = 0;
    script with;
    with.facade = quiet_log;
    with.limits = "body_timeout = \"1s\"\n";
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        work.begin();
        answered += answer_size;
        work.end();
        on.answer(200, pattern(0, answer_size));
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string batch;
    while (batch.size() < 60'000) batch += get("/flood");
    std::deque<raw_client> flooding;
    for (int i = 0; i < floods; ++i) {
        flooding.emplace_back(stage.port()).raw().shrink_receive_buffer(16 * 1024);
        std::uint64_t sent = 0;
        auto how = transfer::ok;
        // Until the facade takes no more of it: a send that cannot go on, or a connection that is over.
        while (sent < most && how == transfer::ok) {
            how = flooding.back().raw().send(batch, deadline::in(milliseconds(100)));
            sent += batch.size();
        }
        CHECK(sent < most);
    }
    CHECK(work.most() <= floods);
    CHECK(passer_by.is_alone_at(facade));
    CHECK(facade.metric("ficus_aborted_requests_total").value_or(0) == double(floods));
    // One answer in work each; the rest is what the kernels hold.
    CHECK(answered < floods * std::uint64_t{16} << 20);
    memory.check(floods * 3 * 256 + 1024, "8 pipelining floods");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("what is pipelined behind a request that takes its time waits outside") {
    constexpr std::uint64_t most = 64ull << 20;
    gate over;
    script with;
    with.facade = quiet_log;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target != "/long") return says("legacy")(on);
        over.wait(milliseconds(60'000));
        on.answer(200, "at last");
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    raw_client client(stage.port());
    client.send(get("/long"));
    REQUIRE(stage.legacy.wait_for([](auto const& seen) { return seen.target == "/long"; }));
    auto const next = get("/next");
    std::string batch;
    while (batch.size() < 60'000) batch += next;
    std::uint64_t sent = 0;
    while (sent < most && client.raw().send(batch, deadline::in(milliseconds(300))) == transfer::ok)
        sent += batch.size();
    CHECK(sent < most);
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.target != "/next");
    memory.check(1024, "a flood behind a request that takes its time");
    over.open();
    CHECK(client.read_answer().text() == "at last");
    for (int i = 0; i < 1000; ++i) REQUIRE(client.read_answer().text() == "legacy");
    passer_by.check(milliseconds(1000));
}
