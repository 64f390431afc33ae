// Heads that are too much: in bytes, in fields, in lines, or in the work that they ask for.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/times.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace ficus::test;

namespace {

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
    // A head grows to max_header_size and a little; what its client still had to send the facade reads on for
    // a while, so that all of them may be there at once.
    memory.check(floods().size() * each * (34 + 16), "floods of fields");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a head costs what its bytes cost, however its fields refer to each other") {
    scene stage;
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string const line = "GET /dear HTTP/1.1\r\nHost: a\r\n";
    struct row {
        std::string_view what;
        std::string fields;
        int status; ///< 0: 200, or refused in so many words
    };
    std::vector<row> const rows = {
        {"one value", "X: " + std::string(30'000, 'x') + "\r\n", 200},
        {"thousands of fields", times(6300, "a:b\r\n"), 431},
        {"as many fields as there may be", times(250, "a:" + std::string(110, 'b') + "\r\n"), 200},
        // Each of these names against each field: three million comparisons, if they are compared so.
        {"names in Connection", "Connection: " + times(14'000, "a,") + "z\r\n" + times(250, "b:c\r\n"), 0},
        {"Connection often", times(250, "Connection: " + times(50, "a,") + "z\r\n"), 0},
        {"crumbs", "Cookie: " + times(10'000, "a;") + "z=y\r\n", 200},
        {"hops", "Via: " + times(4000, "1.1 a,") + "1.1 b\r\n", 200},
        {"addresses", "X-Forwarded-For: " + times(3000, "10.0.0.1,") + "10.0.0.2\r\n", 200},
        {"codings", "TE: " + times(10'000, "a,") + "trailers\r\nConnection: TE\r\n", 200},
        {"escapes", "Cookie: sid=" + times(10'000, "%41") + "\r\n", 200},
    };
    constexpr int each = 40;
    milliseconds plain{};
    for (auto const& one : rows) {
        INFO(one.what);
        auto const head = line + one.fields + "\r\n";
        REQUIRE(head.size() < 32 * 1024);
        auto const before = facade.processor_time();
        for (int i = 0; i < each; ++i) {
            auto const got = ask(stage.port(), head);
            CHECK(got.whole());
            if (one.status != 0) CHECK(got.status == one.status);
            if (one.status == 0) CHECK((got.status == 200 || got.status == 400 || got.status == 431));
        }
        auto const took = facade.processor_time() - before;
        if (one.what == "one value") plain = took;
        INFO(took.count() << " ms for " << each << ", " << plain.count() << " ms with one large value");
        // Of what a head may cost a few times over; the clock of processor time ticks every 10 ms.
        CHECK(took.count() <= 3.0 * static_cast<double>(plain.count()) + 60 * patience());
    }
    memory.check(1024, "heads that just fit");
    passer_by.check(milliseconds(1000));
}
