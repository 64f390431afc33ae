// 500 connections that send and read a few bytes at a time: all are served, and nobody waits for them.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

TEST_CASE("500 slow connections are all served, and a quick one among them at once") {
    scene stage;
    stage.start();
    stage.flip("50%");
    std::deque<raw_client> slow;
    std::vector<std::string> left;
    for (int i = 0; i < 500; ++i) {
        slow.emplace_back(stage.port());
        left.push_back(request("POST", "/orders/" + std::to_string(i), {{"X-User-Id", std::to_string(i)}},
                               "0123456789"));
    }
    std::vector<double> quick_ms;
    for (std::size_t at = 0; at < left.back().size() + 10; at += 40) {
        for (std::size_t i = 0; i < slow.size(); ++i)
            if (at < left[i].size()) REQUIRE(slow[i].send(std::string_view(left[i]).substr(at, 40)));
        auto const from = steady::now();
        REQUIRE(ask(stage.port(), get("/quick")).text() == "legacy");
        quick_ms.push_back(std::chrono::duration<double, std::milli>(steady::now() - from).count());
    }
    std::map<std::string, int> served;
    for (auto& client : slow) {
        auto const got = client.read_answer("POST", milliseconds(20'000));
        INFO(got.head.raw << got.text() << got.why);
        REQUIRE(got.status == 200);
        ++served[got.text()];
    }
    CHECK(served["legacy"] + served["modern"] == 500);
    CHECK(served["modern"] > 150);
    auto const slowest = *std::max_element(quick_ms.begin(), quick_ms.end());
    WARN("slowest quick request beside 500 slow ones: " << slowest << " ms");
    CHECK(slowest < 1000 * patience());
}

TEST_CASE("500 idle keep-alive connections cost little memory") {
    scene stage;
    auto& facade = stage.start();
    ask(stage.port(), get("/"));
    auto const before = facade.resident_kib();
    std::deque<raw_client> idle;
    for (int i = 0; i < 500; ++i) {
        idle.emplace_back(stage.port());
        REQUIRE(idle.back().ask(get("/")).whole());
    }
    auto const each = (facade.resident_kib() - before) * 1024 / 500;
    WARN("memory per idle connection: " << each << " bytes");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(each < 16 * 1024);
#endif
}
