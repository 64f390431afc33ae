// A request that two parsers could read in two ways is refused with 400, its connection closed, and no
// upstream sees it.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("ambiguous requests are refused and nothing of them is forwarded") {
    scene stage;
    stage.start();
    std::string const line = "POST / HTTP/1.1\r\nHost: a\r\n";
    std::string const smuggled = get("/smuggled");
    using namespace std::string_literals;
    for (auto const& bytes : {
             line + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             line + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
             line + "Content-Length: +4\r\n\r\nbody",
             line + "Content-Length: -1\r\n\r\n",
             line + "Content-Length: 99999999999999999999\r\n\r\n",
             line + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
             line + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
             line + "Content-Length : 4\r\n\r\nbody",
             line + "X: a\r\n folded\r\nContent-Length: 0\r\n\r\n",
             line + "X: a\nY: b\r\nContent-Length: 0\r\n\r\n",
             line + "X: a\rb\r\nContent-Length: 0\r\n\r\n",
             line + "X: a\0b\r\nContent-Length: 0\r\n\r\n"s,
             line + "no colon\r\nContent-Length: 0\r\n\r\n",
             line + ": no name\r\nContent-Length: 0\r\n\r\n",
             "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"s,
             "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n"s,
             "POST  / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"s,
             "POST / HTTP/2.0\r\nHost: a\r\nContent-Length: 0\r\n\r\n"s,
             "GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"s,
         }) {
        CAPTURE(bytes);
        raw_client client(stage.port());
        client.send(bytes + smuggled);
        auto const got = client.read_answer("POST");
        CHECK((got.status == 400 || got.status == 505 || got.status == 501));
        CHECK(got.whole());
        CHECK(client.is_closed());
    }
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("tricks in chunk sizes end the request, and never as a whole one") {
    scene stage;
    stage.start();
    for (std::string const chunks :
         {"0x4\r\nbody\r\n0\r\n\r\n", "4 \r\nbody\r\n0\r\n\r\n", "-4\r\nbody\r\n0\r\n\r\n", "4\nbody\n0\n\n",
          "4\r\nbodyX\r\n0\r\n\r\n", "ffffffffffffffff1\r\nbody", "\r\nbody\r\n0\r\n\r\n",
          "4\r\nbody0\r\n\r\n"}) {
        CAPTURE(chunks);
        raw_client client(stage.port());
        client.send(chunked_request("POST", "/") + chunks + get("/smuggled"));
        auto const got = client.read_answer("POST");
        CHECK(got.status == 400);
        CHECK(client.is_closed());
    }
    for (auto const& seen : stage.legacy.requests()) {
        CHECK(seen.method == "POST");
        CHECK(seen.body.end != ending::complete);
    }
}

TEST_CASE("a refused request is a problem with an id") {
    scene stage;
    stage.start();
    check_is_problem(ask(stage.port(), "GET / HTTP/1.1\r\n\r\n"), 400);
}
