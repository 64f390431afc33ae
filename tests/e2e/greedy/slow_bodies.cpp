// Bodies that come a byte at a time, that stop, and upstreams that do not take them.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

namespace {

constexpr std::size_t crowd = 150;

std::string post_head(std::string_view target, std::size_t length, std::string_view more = "") {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(more) +
           "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

} // namespace

TEST_CASE("150 bodies that come a byte at a time are all taken, for longer than body_timeout in all") {
    script with;
    with.limits = "body_timeout = \"1500ms\"\n";
    with.monolith = "response_timeout = \"1s\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) {
        if (on.request().field("Expect")) on.send("HTTP/1.1 100 Continue\r\n\r\n");
        auto const body = on.read_body().bytes;
        on.answer(200, body);
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string const body = pattern(0, 40);
    std::deque<raw_client> slow;
    for (std::size_t i = 0; i < crowd; ++i)
        REQUIRE(slow.emplace_back(stage.port())
                    .send(post_head("/slow", body.size(), i % 2 == 1 ? "Expect: 100-continue\r\n" : "")));
    auto const from = steady::now();
    for (char const byte : body) {
        for (auto& client : slow) REQUIRE(client.send(std::string(1, byte)));
        // The pace is what this is about.
        std::this_thread::sleep_for(milliseconds(45));
    }
    CHECK(steady::now() - from > milliseconds(1500));
    for (auto& client : slow) {
        auto const got = client.read_answer("POST");
        INFO(got.head.raw << got.text());
        CHECK(got.status == 200);
        CHECK(got.text() == body);
    }
    // Of a relay buffer only the pages that were written to are there.
    memory.check(crowd * 32, "150 slow bodies");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("bodies that stop get 408 after body_timeout from their last byte, and leave the upstream free") {
    script with;
    with.limits = "body_timeout = \"500ms\"\n";
    with.monolith = "response_timeout = \"20s\"\nmax_connections = 200\n";
    scene stage(with);
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    struct silent {
        explicit silent(std::uint16_t port) : connection(port) {}
        raw_client connection;
        steady::time_point last{};
    };
    std::deque<silent> stopped;
    for (std::size_t i = 0; i < crowd; ++i) {
        auto& client = stopped.emplace_back(stage.port());
        bool const chunked = i % 2 == 1;
        client.connection.send(chunked ? chunked_request("POST", "/stops") : post_head("/stops", 1000));
        client.last = steady::now();
        client.connection.send(chunked ? "5\r\nhel" : "hel");
    }
    for (auto& client : stopped) {
        check_is_problem(client.connection.read_answer("POST"), 408);
        CHECK(client.connection.is_closed());
        CHECK(steady::now() - client.last >= milliseconds(480));
    }
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"body_timeout\"}") == double(crowd));
    CHECK(stage.legacy.wait_for([](auto const& seen) { return seen.target == "/stops"; }));
    for (auto const& seen : stage.legacy.requests())
        if (seen.target == "/stops") CHECK(seen.body.end == ending::cut);
    CHECK(eventually([&] { return stage.legacy.open_connections() <= kept_for_later; }));
    memory.check(crowd * 32, "150 bodies that stop");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("uploads to an upstream that does not read are held back, not held, and end with 504") {
    constexpr std::size_t uploads = 20;
    constexpr std::size_t most = 60'000'000;
    script with;
    with.limits = "body_timeout = \"1s\"\n";
    gate over;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        over.wait(milliseconds(60'000));
        on.close();
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::deque<raw_client> clients;
    auto const piece = pattern(0, 64 * 1024);
    for (std::size_t i = 0; i < uploads; ++i) {
        auto& client = clients.emplace_back(stage.port());
        REQUIRE(client.send(post_head("/greedy", most)));
        std::size_t taken = 0;
        // Until the kernels' buffers are full: the facade takes no more than it can pass on.
        while (taken < most && client.raw().send(piece, deadline::in(milliseconds(50))) == transfer::ok)
            taken += piece.size();
        CHECK(taken < most);
    }
    for (auto& client : clients) {
        check_is_problem(client.read_answer("POST"), 504);
        CHECK(client.is_closed());
    }
    over.open();
    // The buffer of each upload, and what the pool keeps.
    memory.check(uploads * 256 + 2048, "20 uploads that nobody reads");
    passer_by.check(milliseconds(1000));
}
