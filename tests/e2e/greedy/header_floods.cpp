// Heads that are too much: in bytes, in fields, in lines, or in the work that they ask for.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

namespace {

std::string times(std::size_t count, std::string_view text) {
    std::string made;
    made.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i) made += text;
    return made;
}

struct flood {
    std::string_view what;
    std::string begin;
    std::string without_end;
    int status;
};

std::vector<flood> floods() {
    std::string const line = "GET /flood HTTP/1.1\r\nHost: a\r\n";
    return {
        {"tiny fields", line, times(200'000, "a:b\r\n"), 431},
        {"empty fields", line, times(200'000, "a:\r\n"), 431},
        {"large fields", line, times(100, "X: " + std::string(8000, 'x') + "\r\n"), 431},
        {"one huge field", line + "X: ", std::string(1'000'000, 'x'), 431},
        {"one huge name", line, std::string(1'000'000, 'x'), 431},
        {"a huge target", "GET /", std::string(1'000'000, 'x'), 431},
        {"a huge method", "", std::string(1'000'000, 'G'), 431},
        {"cookies", line, times(20'000, "Cookie: a=b; c=d; e=f\r\n"), 431},
        {"empty lines", "", times(200'000, "\r\n"), 400},
        {"spaces", "", std::string(1'000'000, ' '), 431},
    };
}

} // namespace

TEST_CASE("heads without an end get 431 at max_header_size, whatever they are made of") {
    scene stage;
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    constexpr int each = 20;
    double too_large = 0;
    for (auto const& one : floods()) {
        INFO(one.what);
        std::deque<raw_client> crowd;
        for (int i = 0; i < each; ++i) REQUIRE(crowd.emplace_back(stage.port()).send(one.begin));
        for (auto& client : crowd) client.send(one.without_end); // which may be cut short
        for (auto& client : crowd) {
            auto const got = client.read_answer();
            if (one.what == "spaces" && got.status == 400) continue; // no method begins so
            check_is_problem(got, one.status);
            CHECK(client.is_closed());
            if (one.status == 431) ++too_large;
        }
    }
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"header_too_large\"}") == too_large);
    for (auto const& seen : stage.legacy.requests()) CHECK(seen.target == "/bystander");
    // A head grows to max_header_size at most, once more while it is moved to larger room.
    memory.check(each * (2 * 32 + 16), "floods of fields");
    passer_by.check(milliseconds(500));
}

TEST_CASE("a head that just fits costs no more than its bytes, however its fields refer to each other") {
    scene stage;
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string const line = "GET /dear HTTP/1.1\r\nHost: a\r\n";
    // Each name that Connection lists against each field: a hundred million looks, if they are looked for so.
    std::string const nominations = line + "Connection: " + times(7900, "a,") + "z\r\n";
    std::vector<std::string> const dear = {
        line + times(6300, "a:b\r\n"),
        nominations + times(3900, "b:\r\n"),
        line + times(630, "Connection: a, b, c, d, e, f, g, h, i\r\n"),
        line + times(6300, "a:b\r\n").substr(0, 15'000) + "Cookie: " + times(8000, ";") + "\r\n",
        line + "Via: " + times(4000, "1.1 a,") + "1.1 b\r\n",
    };
    constexpr int each = 12;
    for (auto const& head : dear) {
        INFO(head.substr(0, 100));
        REQUIRE(head.size() + 2 < 32 * 1024);
        std::deque<raw_client> crowd;
        for (int i = 0; i < each; ++i) REQUIRE(crowd.emplace_back(stage.port()).send(head + "\r\n"));
        for (auto& client : crowd) {
            auto const got = client.read_answer();
            CHECK((got.status == 200 || got.status == 400 || got.status == 431));
            CHECK(got.whole());
        }
    }
    // What a head may be, four times over: fields, the copy for the upstream, the memory that it came in.
    memory.check(each * 32 * 16, "heads with thousands of fields");
    passer_by.check(milliseconds(100));
}
