// Limits and deadlines of [facade.limits]: what is too large or too slow is refused, and costs nobody else
// anything.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("a head larger than max_header_size gets 431") {
    script with;
    with.limits = "max_header_size = \"2KiB\"\n";
    scene stage(with);
    stage.start();
    CHECK(ask(stage.port(), get("/", {{"X-Long", std::string(1500, 'x')}})).status == 200);
    check_is_problem(ask(stage.port(), get("/", {{"X-Long", std::string(4000, 'x')}})), 431);
    check_is_problem(ask(stage.port(), get("/" + std::string(4000, 'x'))), 431);
    raw_client endless(stage.port());
    endless.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x')); // and never an end
    check_is_problem(endless.read_answer(), 431);
    CHECK(endless.is_closed());
    CHECK(stage.legacy.count() == 1);
}

TEST_CASE("a body larger than max_body_size gets 413, and its upstream never a whole request") {
    script with;
    with.limits = "max_body_size = \"10KiB\"\n";
    scene stage(with);
    stage.legacy.on_request(echoes_digest());
    stage.start();
    CHECK(ask(stage.port(), request("POST", "/", {}, std::string(10 * 1024, 'x'))).status == 200);

    raw_client announced(stage.port());
    announced.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10241\r\n\r\n");
    check_is_problem(announced.read_answer("POST"), 413);
    CHECK(announced.is_closed());
    CHECK(stage.legacy.count() == 1); // refused before anybody was asked

    raw_client grown(stage.port());
    grown.send(chunked_request("POST", "/"));
    for (int i = 0; i < 11; ++i) grown.send(as_chunk(std::string(1024, 'x')));
    CHECK(grown.read_answer("POST").status == 413);
    CHECK(grown.is_closed());
    for (auto const& seen : stage.legacy.requests())
        CHECK((seen.body.end != ending::complete || seen.body.size == 10 * 1024));
}

TEST_CASE("a head that dawdles is ended after header_timeout") {
    script with;
    with.limits = "header_timeout = \"300ms\"\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    client.ask(get("/"));
    auto const from = steady::now();
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Never");
    auto const got = client.read_answer();
    CHECK((got.status == 408 || (got.status == 0 && got.end == ending::cut)));
    CHECK(client.is_closed());
    CHECK(steady::now() - from >= milliseconds(290));
    CHECK(stage.legacy.count() == 1);
}

TEST_CASE("a connection on which nothing happens is ended after idle_timeout") {
    script with;
    with.limits = "idle_timeout = \"300ms\"\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    client.ask(get("/"));
    auto const from = steady::now();
    CHECK(client.is_closed());
    CHECK(steady::now() - from >= milliseconds(290));
}

TEST_CASE("empty lines before a request do not prolong idle_timeout") {
    script with;
    with.limits = "idle_timeout = \"300ms\"\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    client.ask(get("/"));
    bool closed = false;
    // Each octet well within the limit of the one before, all of them together far beyond it.
    for (char const octet : std::string_view("\r\n\r\n\r\n\r\n")) {
        if (!client.send({&octet, 1})) break;
        closed = client.is_closed(milliseconds(200));
        if (closed) break;
    }
    CHECK(closed);
}

TEST_CASE("a body that stalls is ended after body_timeout, on both sides") {
    script with;
    with.limits = "body_timeout = \"300ms\"\n";
    mailbox<ending> uploaded;
    scene stage(with);
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().method == "POST") return uploaded.put(on.read_body().end);
        on.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
        on.peer_leaves();
    });
    stage.start();
    raw_client client(stage.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
    auto const got = client.read_answer("POST");
    CHECK((got.status == 408 || got.status == 0));
    CHECK(uploaded.take() == ending::cut);

    raw_client downloads(stage.port());
    auto const half = downloads.ask(get("/"));
    CHECK(half.status == 200);
    CHECK(half.end == ending::cut);
}

TEST_CASE("a client that reads slowly, but reads, is not cut off by body_timeout") {
    script with;
    with.limits = "body_timeout = \"400ms\"\n";
    scene stage(with);
    constexpr std::uint64_t size = 16'000'000;
    stage.legacy.on_request([](exchange& on) { on.answer_pattern(size, false); });
    stage.start();
    raw_client client(stage.port());
    client.send(get("/long"));
    auto got = client.read_head_only();
    REQUIRE(got.status == 200);
    auto const from = steady::now();
    std::uint64_t read = 0;
    // The pace is what this is about: several times body_timeout in all, never a standstill.
    while (read < size) {
        auto const bytes = client.read_exactly(std::min<std::uint64_t>(size - read, 400'000));
        REQUIRE_FALSE(bytes.empty());
        read += bytes.size();
        std::this_thread::sleep_for(milliseconds(40));
    }
    CHECK(steady::now() - from > milliseconds(1200));
}
