// Slowloris: heads that trickle in and never end, and clients that leave in their middle.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <poll.h>

using namespace ficus::test;

namespace {

constexpr std::size_t crowd = 300;
constexpr milliseconds header_timeout{1000};

struct slow_client {
    explicit slow_client(std::uint16_t port) : connection(port) {}
    raw_client connection;
    steady::time_point began{};
    steady::time_point ended{};
    bool has_answer() {
        pollfd one{connection.raw().fd(), POLLIN, 0};
        return ::poll(&one, 1, 0) > 0;
    }
};

} // namespace

TEST_CASE("300 heads that never stop trickling get 408 after header_timeout from their first byte") {
    script with;
    with.limits = "header_timeout = \"1s\"\n";
    scene stage(with);
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    std::deque<slow_client> slow;
    memory_watch const memory(facade);
    for (std::size_t i = 0; i < crowd; ++i) {
        auto& client = slow.emplace_back(stage.port());
        // A head that follows an answer has as much time as the first one.
        if (i % 2 == 1) REQUIRE(client.connection.ask(get("/before")).whole());
    }
    std::string const begin = "GET /slow HTTP/1.1\r\nHost: app.example\r\nX-Slow: ";
    auto const until = deadline::in(milliseconds(8000));
    std::size_t left = crowd;
    for (std::size_t at = 0; left > 0 && !until.passed(); ++at) {
        for (auto& client : slow) {
            if (client.ended != steady::time_point{}) continue;
            if (client.has_answer()) {
                client.ended = steady::now();
                --left;
                continue;
            }
            if (at == 0) client.began = steady::now();
            client.connection.send(at < begin.size() ? begin.substr(at, 1) : "x");
        }
        // The pace is what this is about: bytes keep coming, far more often than the deadline passes.
        std::this_thread::sleep_for(milliseconds(20));
    }
    REQUIRE(left == 0);
    for (auto& client : slow) {
        check_is_problem(client.connection.read_answer(), 408);
        CHECK(client.connection.is_closed());
        auto const took = client.ended - client.began;
        CHECK(took >= header_timeout - milliseconds(10));
        CHECK(took < header_timeout + milliseconds(static_cast<int>(700 * patience())));
        // What it sends now is for nobody, and does not keep the connection.
        client.connection.send("and more");
    }
    // The facade reads on for two seconds at most, so that the 408 is not lost to a reset.
    CHECK(passer_by.is_alone_at(facade));
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"header_timeout\"}") == double(crowd));
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.target != "/slow");
    // 2 KiB for a head's beginning, 4 KiB to read on into after the 408, and a connection with its
    // coroutines.
    memory.check(crowd * 16, "300 slow heads");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("clients that leave in the middle of a head take everything with them") {
    scene stage;
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    auto const descriptors = facade.open_descriptors();
    memory_watch const memory(facade);
    for (int round = 0; round < 3; ++round) {
        std::deque<raw_client> leaving;
        for (std::size_t i = 0; i < crowd; ++i) {
            auto& client = leaving.emplace_back(stage.port());
            if (i % 2 == 1) REQUIRE(client.ask(get("/before")).whole());
            client.send("GET /leaving HTTP/1.1\r\nHost: app.exam");
        }
        for (auto& client : leaving) {
            if (round == 0) client.abort();
            if (round == 1) client.close();
            if (round == 2) client.finish_sending(); // and goes on listening: there is nothing to hear
        }
        CHECK(passer_by.is_alone_at(facade));
        for (auto& client : leaving)
            if (round == 2) CHECK(client.is_closed());
    }
    CHECK(eventually([&] { return facade.open_descriptors() <= descriptors + kept_for_later; }));
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.target != "/leaving");
    memory.check(crowd * 16, "900 heads that end in their middle");
    passer_by.check(milliseconds(1000));
}
