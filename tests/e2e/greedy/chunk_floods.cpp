// Chunked coding as a weapon: more framing than content, and framing without an end.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/times.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("framing without an end is refused, and its upstream never has a whole request") {
    scene stage;
    stage.legacy.on_request(echoes_digest());
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    struct row {
        std::string_view what;
        std::string begin;
        std::string without_end;
    };
    std::vector<row> const rows = {
        {"an extension's name", "1;", std::string(1'000'000, 'a')},
        {"an extension's value", "1;a=", std::string(1'000'000, 'b')},
        {"a quoted value", "1;a=\"", std::string(1'000'000, 'c')},
        {"many extensions", "1", times(200'000, ";a=b")},
        {"an extension to each chunk", "", times(100'000, "1;a=b\r\nx\r\n")},
        {"zeros before a size", "", std::string(1'000'000, '0')},
        {"a size", "", std::string(1'000'000, 'f')},
        {"trailers", "0\r\n", times(200'000, "a: b\r\n")},
        {"a trailer's value", "0\r\na: ", std::string(1'000'000, 'x')},
        {"a trailer's name", "0\r\n", std::string(1'000'000, 'x')},
    };
    for (auto const& one : rows) {
        INFO(one.what);
        raw_client client(stage.port());
        REQUIRE(client.send(chunked_request("POST", "/flood") + one.begin));
        client.send(one.without_end);
        check_is_problem(client.read_answer("POST"), 400);
        CHECK(client.is_closed());
    }
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"bad_chunk\"}") == double(rows.size()));
    for (auto const& seen : stage.legacy.requests())
        if (seen.target == "/flood") CHECK(seen.body.end != ending::complete);
    // One at a time: two relay buffers, the 16 KiB that framing may be, and what lingers of those before.
    memory.check(2 * 256 + 1024, "endless framing");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("a megabyte in chunks of one byte arrives whole, both ways, in bounded memory") {
    constexpr std::size_t size = 1 << 20;
    std::string const chunks = times(size, "1\r\nx\r\n");
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target == "/bystander") return says("legacy")(on);
        on.limit_kept_body(0);
        auto const digest = on.read_body().digest;
        on.send("HTTP/1.1 200 OK\r\nX-Digest: " + std::to_string(digest) +
                "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
    });
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    auto const digest = digest_of(std::string(size, 'x'));
    raw_client client(stage.port());
    client.keep_body(0);
    REQUIRE(client.send(chunked_request("POST", "/crumbs") + chunks + last_chunk()));
    auto const got = client.read_answer("POST", milliseconds(20'000));
    CHECK(got.whole());
    CHECK(got.field("X-Digest") == std::to_string(digest));
    CHECK(got.body.size == size);
    CHECK(got.body.digest == digest);
    memory.check(2 * 256 + 512, "chunks of one byte");
    passer_by.check(milliseconds(1000));
}
